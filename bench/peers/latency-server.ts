/** The sending side of `bench/latency.ts`, in a process of its own. */
import { pattern } from "@framewire/capture";
import { encode, jpeg } from "@framewire/codec";
import { type EncodedFrame, now, type VideoSource } from "@framewire/media";
import { listen } from "@framewire/server";

/** What the parent asks for: the pattern through the encoder, or pictures of it that were encoded before. */
export type Source = "pattern" | "camera";

/** What the server says when it listens. */
export interface Listening {
  readonly port: number;
  /** This process's {@link now} clock minus the machine's monotonic one, in microseconds. */
  readonly clockOffset: number;
}

const size = { width: 1280, height: 720 };
const fps = 30;

/** Gives JPEGs as a camera does: encoded already, each in memory of its own. */
async function createCamera(): Promise<VideoSource> {
  const encoder = jpeg.createEncoder();
  const pictures: EncodedFrame[] = [];
  for await (const picture of encode(pattern({ ...size, fps })(), encoder)) {
    pictures.push(picture);
    if (pictures.length === fps) break;
  }
  await encoder.close();
  return async function* (options): AsyncGenerator<EncodedFrame> {
    // A small pattern for the pace, which is even.
    for await (const { sequence } of pattern({ width: 16, height: 16, fps })(options)) {
      const { width, height, codec, type, data } = pictures[sequence % fps] as EncodedFrame;
      yield { codec, type, width, height, sequence, timestamp: now(), data: Uint8Array.from(data) };
    }
  };
}

process.once("message", async (source: Source) => {
  const server = await listen({
    port: 0,
    host: "127.0.0.1",
    codecs: [jpeg],
    source: source === "pattern" ? pattern({ ...size, fps }) : await createCamera(),
  });
  const listening: Listening = { port: server.address.port, clockOffset: now() - machineTime() };
  process.send?.({ listening });
  process.once("disconnect", () => process.exit());
});

function machineTime(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
