import type { SourceDescription } from "@framewire/media";
import type { StreamRole, StreamState, StreamStats } from "./stream.ts";

/** One stream in {@link ViewerState}. */
export interface StreamInfo {
  readonly id: string;
  readonly name: string;
  readonly role: StreamRole;
  readonly state: StreamState;
  /** One sentence for people, or null. */
  readonly message: string | null;
  /** When `state` began, in milliseconds since the Unix epoch. */
  readonly since: number;
  /** Changes when the pictures begin anew: the stream was replaced, or its source ended. A reader then asks again. */
  readonly generation: number;
  /** Size of the newest picture in pixels; null until somebody has looked. */
  readonly width: number | null;
  readonly height: number | null;
  /** Codec of the newest picture, such as `"jpeg"`; null until somebody has looked. */
  readonly codec: string | null;
  readonly stats: StreamStats | null;
  /** What the source of the pictures says of itself; null where it says nothing, as of a peer's. */
  readonly source: SourceDescription | null;
  /** Who reads the stream now, pages and others: how many there are, and how many pictures were dropped because they were slow. */
  readonly readers: { readonly count: number; readonly dropped: number };
}

/** The camera that a page may share. */
export interface CameraInfo {
  /** A page may share its camera. */
  readonly offered: boolean;
  /** Which page shares its camera now: the instance id of its hello on `/camera`; null while none does. */
  readonly sharedBy: string | null;
  /** What that page calls itself; null while none shares. */
  readonly name: string | null;
}

/** What `/streams` answers and `/events` tells. */
export interface ViewerState {
  readonly title: string;
  /** Why nobody is there, in a sentence; null when there is nothing to say. */
  readonly notice: string | null;
  /** The command that helps, to be copied; null without. */
  readonly command: string | null;
  /** The gateway's clock, in milliseconds since the Unix epoch: what `since` is relative to. */
  readonly time: number;
  /** Why it is over, in a sentence: the last state before the viewer closes. Null until then. */
  readonly ended: string | null;
  /** `POST /hang-up` hangs up. */
  readonly canHangUp: boolean;
  readonly camera: CameraInfo;
  /** In the order in which they were added. */
  readonly streams: readonly StreamInfo[];
}
