/** The check that a client owns its instance id. */

import { createHash } from "node:crypto";
import type { PeerHello } from "@framewire/protocol";

/** `proven`: the key matches the id. `unproven`: the id has no key. `false`: the id's key is missing or does not match. */
export type InstanceProof = "proven" | "unproven" | "false";

/** The length of an id that is derived from a key, in characters. */
const derivedIdLength = 22;

/**
 * Compares a client's instance id with its instance key. An id of the length of derived ids is false without its key, so
 * that no client can use such an id without the key.
 */
export function verifyInstance({ hello: { instanceId }, instanceKey }: PeerHello): InstanceProof {
  if (!instanceKey) return instanceId.length === derivedIdLength ? "false" : "unproven";
  const derived = createHash("sha256").update(instanceKey).digest("base64url").slice(0, derivedIdLength);
  return derived === instanceId ? "proven" : "false";
}
