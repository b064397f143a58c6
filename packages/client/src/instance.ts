import { createHash, randomBytes } from "node:crypto";

/** Who a client is, and what proves it. */
export interface Instance {
  readonly instanceId: string;
  /** 16 bytes by chance: a secret that only the server is told. */
  readonly instanceKey: Uint8Array;
}

/** Makes the instance of a key, by default of a new one. */
export function createInstance(instanceKey: Uint8Array = randomBytes(16)): Instance {
  return { instanceKey, instanceId: createHash("sha256").update(instanceKey).digest("base64url").slice(0, 22) };
}
