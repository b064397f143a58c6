import { type ScryptOptions, scrypt } from "node:crypto";
import { parsePairingKey } from "./pairing-key.ts";

const salt = "framewire pairing key 1";
const secretBytes = 32;
/** OWASP's recommendation with 32 MiB of memory: a guess costs some 0.2 s of a processor. */
const cost: ScryptOptions = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 };

/** Programs that use very many keys derive the older ones anew. */
const mostKept = 16;
const kept = new Map<string, Promise<Buffer>>();

/**
 * The secret of a key, 32 bytes, as both sides prove to each other that they have it: by scrypt, so that a guess at a
 * key of people's own is slow. Derived once in a process. Throws as {@link parsePairingKey} does.
 */
export function derivePairingSecret(key: string): Promise<Buffer> {
  const text = parsePairingKey(key);
  const known = kept.get(text);
  if (known) return known;
  const secret = new Promise<Buffer>((resolve, reject) => {
    scrypt(text, salt, secretBytes, cost, (error, bytes) => (error ? reject(error) : resolve(bytes)));
  });
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size >= mostKept) kept.delete(oldest);
  kept.set(text, secret);
  secret.catch(() => kept.delete(text));
  return secret;
}
