import { type EncodedFrame, now } from "@framewire/media";
import { openConnection } from "@framewire/protocol";
import { webSocketOpen, webSocketTransport } from "@framewire/protocol/websocket";

/** What the page tells the test when its conversation is over. */
export interface Told {
  readonly remote: string;
  readonly taken: readonly { readonly sequence: number; readonly bytes: number; readonly first: number }[];
  readonly sent: number;
  readonly rttMs: number | undefined;
  readonly ageMs: number | undefined;
  readonly closed: object;
}

async function* pictures(count: number): AsyncGenerator<EncodedFrame> {
  for (let sequence = 1; sequence <= count; sequence++) {
    const data = new Uint8Array(10_000).fill(sequence);
    yield { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 64, height: 48, data };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function converse(url: string, count: number): Promise<Told> {
  const socket = new WebSocket(url);
  await webSocketOpen(socket);
  const connection = await openConnection(webSocketTransport(socket), { codecs: ["jpeg"], name: "browser" });
  const sending = connection.send(pictures(count));
  const taken: { sequence: number; bytes: number; first: number }[] = [];
  for await (const { sequence, data } of connection.frames) {
    taken.push({ sequence, bytes: data.byteLength, first: data[0] ?? -1 });
    if (taken.length === count) break;
  }
  await sending;
  // All of ours are taken over there, too.
  while (connection.stats().inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const { rttMs, ageMs, sent } = connection.stats();
  await connection.close({ message: "The page is done." });
  const closed = await connection.closed;
  return { remote: connection.remote.name, taken, sent: sent.frames, rttMs, ageMs: ageMs?.p50, closed };
}

Object.assign(globalThis, { converse });
