/** Explains why a stream shows no live picture. */

import type { StreamInfo } from "../../src/streams/state.ts";
import { clock, duration } from "./format.ts";

/** The page's side of a stream. */
export interface Playback {
  /** The connection to the gateway is open. */
  readonly connected: boolean;
  /** A frame is on the canvas. */
  readonly drawn: boolean;
  /** Milliseconds since the last new frame, while the page wants frames. */
  readonly quietMs: number;
  /** Milliseconds that the page has waited for the first frame. */
  readonly waitingMs: number;
  /** Why received frames cannot be shown. */
  readonly problem: string | undefined;
}

/** Why there is no live picture: a headline, and a sentence or an empty string. */
export interface Reason {
  readonly headline: string;
  readonly detail: string;
}

/** A live stream without a new frame for this many milliseconds needs an explanation. */
const quietAfterMs = 2500;

/** Why a stream shows no live picture; undefined when it does. `time` is the gateway's clock in milliseconds. */
export function reasonOf(stream: StreamInfo, playback: Playback, time: number): Reason | undefined {
  const { state, name, since, role } = stream;
  const message = stream.message ?? "";
  switch (state) {
    case "waiting":
      return { headline: role === "local" ? "No picture yet" : `Connecting to ${name}`, detail: message };
    case "lost":
      return role === "local"
        ? { headline: `No camera since ${clock(since)}`, detail: message || "Trying again…" }
        : {
            headline: `Lost ${duration(time - since)} ago`,
            detail: message ? `${message} Trying again…` : "Trying again…",
          };
    case "left":
      return { headline: `Left at ${clock(since)}`, detail: message };
    case "refused":
      return { headline: "Refused", detail: message || "No reason was given." };
    case "none":
      return { headline: "No camera", detail: message || (role === "local" ? "This side only watches." : "") };
    case "live":
      return reasonOfLive(stream, playback);
  }
}

/** A first frame that has not come for this many milliseconds may never come. */
const lateFirstMs = 6000;

function reasonOfLive(
  { problem: sourceProblem, role }: StreamInfo,
  { connected, drawn, quietMs, waitingMs, problem }: Playback,
): Reason | undefined {
  if (problem !== undefined) return { headline: "This picture cannot be shown", detail: problem };
  if (!connected) return { headline: "Connecting…", detail: "" };
  if (sourceProblem !== undefined && (!drawn || quietMs >= quietAfterMs)) {
    return { headline: "The camera fails", detail: sourceProblem };
  }
  if (!drawn && waitingMs < lateFirstMs) return { headline: "Waiting for the first picture", detail: "" };
  if (!drawn && role === "local") return { headline: "No picture yet", detail: "The camera has not sent one so far." };
  if (!drawn) return { headline: "No picture yet", detail: "The other side has no camera, or it is still starting." };
  if (quietMs < quietAfterMs) return undefined;
  return {
    headline: `No new picture for ${duration(quietMs)}`,
    detail: "The camera or the connection to it has stopped.",
  };
}
