/** The object that `checkup --json` writes. */
import type { CameraReport } from "./cameras.ts";
import type { CodecReport } from "./encoders.ts";
import type { Finding } from "./finding.ts";
import type { MachineReport } from "./machine.ts";
import type { PeerReport } from "./peer/check-peer.ts";
import type { PortReport } from "./ports.ts";
import type { ReaderReport } from "./readers.ts";

/** All that was checked. Unknown values are null. */
export interface CheckupReport extends MachineReport {
  readonly event: "checkup";
  /** Everything required works: the exit code is 0. */
  readonly ok: boolean;
  readonly ports: readonly PortReport[];
  readonly codecs: readonly CodecReport[];
  readonly readers: readonly ReaderReport[];
  readonly cameras: readonly CameraReport[];
  /** The server at the address; null without an address, and if it was not reached. */
  readonly peer: PeerReport | null;
  /** The findings in the order in which people read them. */
  readonly findings: readonly Finding[];
}
