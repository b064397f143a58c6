/** The instance of a client: its id and the key that proves it. */

import { createHash, randomBytes } from "node:crypto";

/** The identity of a client over reconnections. */
export interface Instance {
  /** Public, and derived from the key. */
  readonly instanceId: string;
  /** 16 random bytes: a secret that only the server receives. */
  readonly instanceKey: Uint8Array;
}

/** Derives the instance of a key. Default: a new key. */
export function createInstance(instanceKey: Uint8Array = randomBytes(16)): Instance {
  return { instanceKey, instanceId: createHash("sha256").update(instanceKey).digest("base64url").slice(0, 22) };
}
