import type { StreamInfo } from "../../src/streams/state.ts";
import { clock, lasting } from "../format/format.ts";

/** How it stands between the page and the pictures of a stream. */
export interface Link {
  /** There is a connection to the gateway. */
  readonly connected: boolean;
  /** A picture is on the canvas. */
  readonly drawn: boolean;
  /** How long no new picture has come though somebody looks, in milliseconds. */
  readonly quietMs: number;
  /** Why pictures that come cannot be shown. */
  readonly problem: string | undefined;
}

/** Why there is no live picture: a headline, and a sentence that may be empty. */
export interface Reason {
  readonly headline: string;
  readonly detail: string;
}

/** A live stream that shows nothing new for so long, in milliseconds, needs a word. */
const quietAfterMs = 2500;

/** The reason in words; undefined while live pictures are seen. `time` is the gateway's clock in milliseconds. */
export function reasonOf(stream: StreamInfo, link: Link, time: number): Reason | undefined {
  const { state, name, since, role } = stream;
  const message = stream.message ?? "";
  switch (state) {
    case "waiting":
      return { headline: role === "local" ? "No picture yet" : `Connecting to ${name}`, detail: message };
    case "lost":
      return role === "local"
        ? { headline: `The camera is gone since ${clock(since)}`, detail: message || "Trying again…" }
        : {
            headline: `Lost ${lasting(time - since)} ago`,
            detail: message ? `${message} Trying again…` : "Trying again…",
          };
    case "left":
      return { headline: `Left at ${clock(since)}`, detail: message };
    case "refused":
      return { headline: "Refused", detail: message || "No reason was given." };
    case "live":
      return whyStill(link);
  }
}

function whyStill({ connected, drawn, quietMs, problem }: Link): Reason | undefined {
  if (problem !== undefined) return { headline: "This picture cannot be shown", detail: problem };
  if (!connected) return { headline: "Connecting…", detail: "" };
  if (!drawn) return { headline: "Waiting for the first picture", detail: "" };
  if (quietMs < quietAfterMs) return undefined;
  return { headline: `No new picture for ${lasting(quietMs)}`, detail: "The camera, or the way to it, has stopped." };
}
