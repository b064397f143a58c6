/** The page of the browser test: sends and receives frames, and returns what it measured. */
import { type EncodedFrame, now } from "@framewire/media";
import { openConnection } from "@framewire/protocol";
import { webSocketOpen, webSocketTransport } from "@framewire/protocol/websocket";

/** What the page received and measured, once its connection is closed. */
export interface Result {
  readonly remote: string;
  readonly consumed: readonly { readonly sequence: number; readonly bytes: number; readonly first: number }[];
  readonly sent: number;
  readonly rttMs: number | undefined;
  readonly ageMs: number | undefined;
  readonly closed: object;
}

async function* testFrames(count: number): AsyncGenerator<EncodedFrame> {
  for (let sequence = 1; sequence <= count; sequence++) {
    const data = new Uint8Array(10_000).fill(sequence);
    yield { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 64, height: 48, data };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function exchangeFrames(url: string, count: number): Promise<Result> {
  const socket = new WebSocket(url);
  await webSocketOpen(socket);
  const connection = await openConnection(webSocketTransport(socket), { codecs: ["jpeg"], name: "browser" });
  const sending = connection.send(testFrames(count));
  const consumed: { sequence: number; bytes: number; first: number }[] = [];
  for await (const { sequence, data } of connection.frames) {
    consumed.push({ sequence, bytes: data.byteLength, first: data[0] ?? -1 });
    if (consumed.length === count) break;
  }
  await sending;
  // Wait until the server has acknowledged all frames.
  while (connection.stats().inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const { rttMs, ageMs, sent } = connection.stats();
  await connection.close({ message: "The page is done." });
  const closed = await connection.closed;
  return { remote: connection.remote.name, consumed, sent: sent.frames, rttMs, ageMs: ageMs?.p50, closed };
}

Object.assign(globalThis, { exchangeFrames });
