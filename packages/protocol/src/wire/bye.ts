import { framewire } from "../../generated/framewire.js";

const { Reason } = framewire.v1.Bye;

/**
 * Why a connection ended. All but `lost` are the reasons of a bye; `unspecified` stands for one that a
 * later version of the protocol may give.
 *
 * - `left`: hung up.
 * - `shutting-down`: the program ends.
 * - `busy`: no room for another peer.
 * - `version`: no common version of the protocol.
 * - `protocol-error`: the other side broke the protocol.
 * - `unauthorised`: not let in.
 * - `timed-out`: the other side took too long.
 * - `no-common-codec`: nothing that both sides can do.
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

/** How a connection ended. */
export interface CloseInfo {
  /** Who said bye first; `lost` when nobody did. */
  readonly by: "local" | "remote" | "lost";
  readonly code: CloseCode;
  /** A sentence for people. */
  readonly message: string;
}

const reasonOf: Readonly<Record<Exclude<CloseCode, "lost">, framewire.v1.Bye.Reason>> = {
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

const codeOf = new Map(Object.entries(reasonOf).map(([code, reason]) => [reason, code as ByeCode]));

/** What a bye can say: every {@link CloseCode} but `lost`. */
export type ByeCode = Exclude<CloseCode, "lost">;

const sentences: Readonly<Record<ByeCode, string>> = {
  unspecified: "The other side ended the connection for a reason that this version does not know.",
  left: "The other side hung up.",
  "shutting-down": "The other side is shutting down.",
  busy: "The other side has no room for another peer; try again later.",
  version: "The two sides speak different versions of the protocol; update the older one.",
  "protocol-error": "The other side says that this side broke the protocol.",
  unauthorised: "The other side does not let us in.",
  "timed-out": "The other side says that this side took too long.",
  "no-common-codec": "The two sides have no codec in common.",
  replaced: "The same program has connected again.",
};

/** How our own bye ends the connection here. */
export function closedByLocal(code: ByeCode, message: string): CloseInfo {
  return { by: "local", code, message: message || "This side hung up." };
}

/** How a bye from the other side ends the connection here. */
export function closedByRemote(code: ByeCode, message: string): CloseInfo {
  return { by: "remote", code, message: message || sentences[code] };
}

/** The number that stands for a code on the wire. */
export function reasonFromCode(code: ByeCode): framewire.v1.Bye.Reason {
  return reasonOf[code];
}

/** The code of a number on the wire; `unspecified` for one that this version does not know. */
export function codeFromReason(reason: number): ByeCode {
  return codeOf.get(reason) ?? "unspecified";
}

const refusals: ReadonlySet<CloseCode> = new Set([
  "busy",
  "version",
  "protocol-error",
  "unauthorised",
  "timed-out",
  "no-common-codec",
]);

/** The end was a refusal by the other side: dialling again as things are would end the same way. */
export function isRefusal(info: CloseInfo): boolean {
  return info.by !== "lost" && refusals.has(info.code);
}
