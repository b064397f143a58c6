/** The sending side of `pnpm bench latency`. Argument: the kind of camera. Reports its port and ends with the benchmark. */
import { jpeg } from "@framewire/codec";
import { now } from "@framewire/media";
import { listen } from "@framewire/server";
import { pattern } from "@framewire/test-pattern";
import { encodedPattern } from "../encoded-pattern.ts";
import { monotonic, requests, sendMessage } from "../peer.ts";

/** The test pattern as pixels, or as JPEGs that were encoded before. */
export type CameraKind = "pattern" | "jpeg";

/** The only message. */
export interface Listening {
  readonly port: number;
  /** The server's clock minus the machine's monotonic clock, in microseconds. */
  readonly clockOffset: number;
}

const server = await listen({
  security: { insecure: true },
  port: 0,
  host: "127.0.0.1",
  encoding: { codecs: [jpeg] },
  source: process.argv[2] === "pattern" ? pattern({ width: 1280, height: 720, fps: 30 }) : await encodedPattern(),
});
sendMessage({ port: server.address.port, clockOffset: now() - monotonic() } satisfies Listening);
for await (const _ of requests());
process.exit();
