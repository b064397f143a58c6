/** Finds the group that a new subscriber belongs to. */
import type { Codec } from "../codec.ts";
import { noCommonCodec } from "./no-common-codec-error.ts";
import type { SubscriberGroup } from "./subscriber.ts";

/**
 * Returns the group of the subscribers that accept the same codecs, or a new one that is not in `groups` yet. Its codec is
 * the first of `accept` that is available. Throws a `NoCommonCodecError` if none is.
 */
export function findGroup(
  accept: readonly string[],
  groups: Iterable<SubscriberGroup>,
  codecs: readonly Codec[],
): SubscriberGroup {
  const name = accept.find((each) => codecs.some((codec) => codec.name === each));
  const codec = codecs.find((each) => each.name === name);
  if (!codec) throw noCommonCodec(accept, codecs);
  const accepts = new Set(accept);
  for (const group of groups) if (group.codec === codec && isEqual(group.accepts, accepts)) return group;
  return { accepts, codec, subscribers: new Set() };
}

function isEqual(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((each) => other.has(each));
}
