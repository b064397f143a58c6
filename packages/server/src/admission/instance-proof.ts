import { createHash } from "node:crypto";
import type { PeerHello } from "@framewire/protocol";

/** What is known of a newcomer's instance id. */
export type InstanceProof = "proven" | "unproven" | "false";

/** The length of an id that is made from a key. */
const idLength = 22;

/**
 * Whether a newcomer is the instance that it says: it has brought the key from which the id is made. An id as they are
 * made from keys is false without its key, so that nobody takes it who does not have that.
 */
export function proofOf({ hello: { instanceId }, instanceKey }: PeerHello): InstanceProof {
  if (!instanceKey) return instanceId.length === idLength ? "false" : "unproven";
  const made = createHash("sha256").update(instanceKey).digest("base64url").slice(0, idLength);
  return made === instanceId ? "proven" : "false";
}
