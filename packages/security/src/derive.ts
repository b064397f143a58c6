/** Derives the pre-shared secret of a pairing key. */

import { type ScryptOptions, scrypt } from "node:crypto";
import { parsePairingKey } from "./pairing-key.ts";

const salt = "framewire pairing key 1";
const secretBytes = 32;
/** OWASP's recommendation for 32 MiB of memory: each attempt costs about 0.2 s of a core. */
const cost: ScryptOptions = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 };

/** Number of cached secrets. A program with more keys derives the oldest ones again. */
const maxCached = 16;
const cache = new Map<string, Promise<Buffer>>();

/**
 * Derives the secret of a key, 32 bytes, which both sides prove to have. scrypt slows down a search for a key that people chose
 * themselves. The secret is cached in the process. Throws as {@link parsePairingKey} does.
 */
export function derivePairingSecret(key: string): Promise<Buffer> {
  const text = parsePairingKey(key);
  const cached = cache.get(text);
  if (cached) return cached;
  const secret = new Promise<Buffer>((resolve, reject) => {
    scrypt(text, salt, secretBytes, cost, (error, bytes) => (error ? reject(error) : resolve(bytes)));
  });
  const [oldest] = cache.keys();
  if (oldest !== undefined && cache.size >= maxCached) cache.delete(oldest);
  cache.set(text, secret);
  secret.catch(() => cache.delete(text));
  return secret;
}
