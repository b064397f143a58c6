import type { CameraReport } from "./cameras.ts";
import type { CodecReport } from "./encoders.ts";
import type { Finding } from "./finding.ts";
import type { MachineReport } from "./machine.ts";
import type { PeerReport } from "./peer/peer.ts";
import type { PortReport } from "./ports.ts";
import type { ReaderReport } from "./readers.ts";

/** What `--json` writes, once. What is not known is null. */
export interface Report extends MachineReport {
  readonly event: "checkup";
  /** Nothing that is needed fails to work: the exit code is 0. */
  readonly ok: boolean;
  readonly ports: readonly PortReport[];
  readonly codecs: readonly CodecReport[];
  readonly readers: readonly ReaderReport[];
  readonly cameras: readonly CameraReport[];
  /** Of the server at ADDRESS; null without one, and where it was not reached. */
  readonly peer: PeerReport | null;
  /** All that was found, in the order that people read it; `fix` and `more` only where there are some. */
  readonly findings: readonly Finding[];
}
