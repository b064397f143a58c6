/** How a connection ends: the reasons of a bye, their codes and sentences. */

import { framewire } from "../../generated/framewire.js";

/** How a connection ended. */
export interface CloseInfo {
  /** The side that sent the first bye; `lost` if neither did. */
  readonly by: "local" | "remote" | "lost";
  readonly code: CloseCode;
  /** A sentence for people. */
  readonly message: string;
}

/**
 * Why a connection ended. All codes except `lost` are reasons of a bye; `unspecified` also stands for a reason of a later
 * version of the protocol.
 *
 * - `left`: hung up.
 * - `shutting-down`: the program is exiting.
 * - `busy`: no room for another peer.
 * - `version`: no common version of the protocol.
 * - `protocol-error`: the other side violated the protocol.
 * - `unauthorised`: the other side is not admitted.
 * - `timed-out`: the other side took too long.
 * - `no-common-codec`: neither direction has a common codec.
 * - `replaced`: the same instance has connected again.
 * - `lost`: there was no bye.
 */
export type CloseCode =
  | "unspecified"
  | "left"
  | "shutting-down"
  | "busy"
  | "version"
  | "protocol-error"
  | "unauthorised"
  | "timed-out"
  | "no-common-codec"
  | "replaced"
  | "lost";

/** The code of a bye: every {@link CloseCode} except `lost`. */
export type ByeCode = Exclude<CloseCode, "lost">;

/**
 * Whether the end was a refusal: another attempt without a change would end the same way. After `busy` another attempt is
 * worth it once some time has passed.
 */
export function isRefusal(info: CloseInfo): boolean {
  return info.by !== "lost" && refusals.has(info.code);
}

/** How our own bye ends the connection on this side. */
export function closedByLocal(code: ByeCode, message: string): CloseInfo {
  return { by: "local", code, message: message || (code === "shutting-down" ? shuttingDown : "This side hung up.") };
}

/** How the peer's bye ends the connection on this side. */
export function closedByRemote(code: ByeCode, message: string): CloseInfo {
  return { by: "remote", code, message: message || sentences[code] };
}

/** The reason on the wire of a code. */
export function reasonFromCode(code: ByeCode): framewire.v1.Bye.Reason {
  return reasons[code];
}

/** The code of a reason on the wire; `unspecified` for a reason of a later version. */
export function codeFromReason(reason: number): ByeCode {
  return codes.get(reason) ?? "unspecified";
}

const { Reason } = framewire.v1.Bye;

const reasons: Readonly<Record<ByeCode, framewire.v1.Bye.Reason>> = {
  unspecified: Reason.UNSPECIFIED,
  left: Reason.LEFT,
  "shutting-down": Reason.SHUTTING_DOWN,
  busy: Reason.BUSY,
  version: Reason.VERSION,
  "protocol-error": Reason.PROTOCOL_ERROR,
  unauthorised: Reason.UNAUTHORISED,
  "timed-out": Reason.TIMED_OUT,
  "no-common-codec": Reason.NO_COMMON_CODEC,
  replaced: Reason.REPLACED,
};

const shuttingDown = "This side is shutting down.";

const codes = new Map(Object.entries(reasons).map(([code, reason]) => [reason, code as ByeCode]));

/** The message of a bye from the peer that has none. */
const sentences: Readonly<Record<ByeCode, string>> = {
  unspecified: "The other side ended the connection for a reason that this version does not know.",
  left: "The other side hung up.",
  "shutting-down": "The other side is shutting down.",
  busy: "The other side has no room for another peer; try again later.",
  version: "The two sides speak different versions of the protocol; update the older one.",
  "protocol-error": "The other side reports that this side violated the protocol.",
  unauthorised: "The other side does not admit this side.",
  "timed-out": "The other side reports that this side took too long.",
  "no-common-codec": "The two sides have no codec in common.",
  replaced: "The same program has connected again.",
};

const refusals: ReadonlySet<CloseCode> = new Set([
  "busy",
  "version",
  "protocol-error",
  "unauthorised",
  "timed-out",
  "no-common-codec",
]);
