/** Announcements for screen readers. */

import type { ViewerState } from "../../src/streams/state.ts";
import { stateSentence } from "../format/format.ts";

/** Describes the changes between two states in sentences for a screen reader. Returns an empty string for other changes. */
export function announcementsBetween(before: ViewerState | undefined, after: ViewerState): string {
  if (!before) return "";
  const previous = new Map(before.streams.map((stream) => [stream.id, stream]));
  const remotes = after.streams.filter(({ role }) => role === "remote");
  const changed = remotes.filter(({ id, state }) => previous.get(id)?.state !== state).map(stateSentence);
  const ids = new Set(after.streams.map(({ id }) => id));
  // A peer may reconnect under another id.
  const names = new Set(after.streams.map(({ name }) => name));
  const left = before.streams
    .filter(({ id, name }) => !ids.has(id) && !names.has(name))
    .map(({ name }) => `${name} is no longer here.`);
  const ended = after.ended !== null && after.ended !== before.ended ? [after.ended] : [];
  const { camera } = after;
  const shares = camera.name !== null && camera.sharedBy !== before.camera.sharedBy;
  return [...changed, ...left, ...ended, ...(shares ? [`${camera.name} shares its camera.`] : [])].join(" ");
}
