/** The viewer's state, as `/streams` and `/events` send it. */

import type { SourceDescription } from "@framewire/media";
import type { StreamRole, StreamState, StreamStats } from "./stream.ts";

/** Everything that the page shows except the frames. */
export interface ViewerState {
  readonly title: string;
  /** Why no peer is connected, in a sentence; null when there is nothing to say. */
  readonly notice: string | null;
  /** More about the notice, in a sentence; null without. */
  readonly detail: string | null;
  /** A command that helps, without secrets; null without. */
  readonly command: string | null;
  /** The gateway's clock, in milliseconds since the Unix epoch: the clock of `since`. */
  readonly time: number;
  /** Why the viewer closes, in a sentence, in the last state before it does. Null until then. */
  readonly ended: string | null;
  /** `POST /invitation` replies with the ways to join. */
  readonly invites: boolean;
  /** `POST /hang-up` hangs up. */
  readonly canHangUp: boolean;
  readonly camera: SharedCameraInfo;
  /** In the order in which they were added. */
  readonly streams: readonly StreamInfo[];
}

/** The state for pages that may watch only: without what changes something, and without the command to connect. */
export function watchOnly(state: ViewerState): ViewerState {
  return {
    ...state,
    command: null,
    invites: false,
    canHangUp: false,
    camera: { ...state.camera, offered: false },
    streams: state.streams.map((stream) => ({ ...stream, canDisconnect: false })),
  };
}

/** One stream in {@link ViewerState}. */
export interface StreamInfo {
  readonly id: string;
  readonly name: string;
  readonly role: StreamRole;
  readonly state: StreamState;
  /** One sentence for people, or null. */
  readonly message: string | null;
  /** Why the source delivers no frames at present, as a sentence; it is tried again. Absent while it works. */
  readonly problem?: string | undefined;
  /** When `state` began, in milliseconds since the Unix epoch. */
  readonly since: number;
  /** Changes when the frames restart: the stream was replaced, or its source ended. Readers then subscribe again. */
  readonly generation: number;
  /** `POST /streams/ID/disconnect` disconnects the peer. */
  readonly canDisconnect: boolean;
  /** Size of the newest frame in pixels; null before the first. */
  readonly width: number | null;
  readonly height: number | null;
  /** Codec of the newest frame, such as `"jpeg"`; null before the first. */
  readonly codec: string | null;
  readonly stats: StreamStats | null;
  /** The source's own description; null when it has none, such as a peer's stream. */
  readonly source: Omit<SourceDescription, "problem" | "empty"> | null;
  /** Pages and other readers of the stream: how many there are now, and how many frames they were too slow for. */
  readonly readers: { readonly count: number; readonly dropped: number };
}

/** The camera that a page may share, in {@link ViewerState}. */
export interface SharedCameraInfo {
  /** A page may share its camera. */
  readonly offered: boolean;
  /** Instance id of the page that shares its camera now, from its hello on `/camera`; null when none does. */
  readonly sharedBy: string | null;
  /** Name of that page; null when none shares its camera. */
  readonly name: string | null;
}
