/** The sending side of `bench/latency.ts`, in a process of its own. */

import { jpeg } from "@framewire/codec";
import { now } from "@framewire/media";
import { listen } from "@framewire/server";
import { pattern } from "@framewire/test-pattern";
import { encodedPattern } from "../encoded-pattern.ts";
import { unprotected } from "../unprotected.ts";

/** What the parent asks for: the pattern through the encoder, or pictures of it that were encoded before. */
export type Source = "pattern" | "camera";

/** What the server says when it listens. */
export interface Listening {
  readonly port: number;
  /** This process's {@link now} clock minus the machine's monotonic one, in microseconds. */
  readonly clockOffset: number;
}

const picture = { width: 1280, height: 720, fps: 30 };

process.once("message", async (source: Source) => {
  const server = await listen({
    ...unprotected,
    port: 0,
    host: "127.0.0.1",
    encoding: { codecs: [jpeg] },
    source: source === "pattern" ? pattern(picture) : (await encodedPattern(picture)).source,
  });
  const listening: Listening = { port: server.address.port, clockOffset: now() - machineTime() };
  process.send?.({ listening });
  process.once("disconnect", () => process.exit());
});

function machineTime(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
