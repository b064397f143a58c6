import type { ViewerState } from "../../src/streams/state.ts";
import { newsOf } from "../format/format.ts";

/** What has happened between two states, in sentences; empty when nothing that people want to hear of. */
export function newsBetween(before: ViewerState | undefined, after: ViewerState): string {
  if (!before) return "";
  const former = new Map(before.streams.map((stream) => [stream.id, stream]));
  const remotes = after.streams.filter(({ role }) => role === "remote");
  const changed = remotes.filter(({ id, state }) => former.get(id)?.state !== state).map(newsOf);
  const ids = new Set(after.streams.map(({ id }) => id));
  // Who is back under another id is here.
  const names = new Set(after.streams.map(({ name }) => name));
  const gone = before.streams
    .filter(({ id, name }) => !ids.has(id) && !names.has(name))
    .map(({ name }) => `${name} is no longer here.`);
  const ended = after.ended !== null && after.ended !== before.ended ? [after.ended] : [];
  const { camera } = after;
  const shares = camera.name !== null && camera.sharedBy !== before.camera.sharedBy;
  return [...changed, ...gone, ...ended, ...(shares ? [`${camera.name} shares its camera.`] : [])].join(" ");
}
