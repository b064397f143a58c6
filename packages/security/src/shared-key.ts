import { constants } from "node:crypto";
import type { SecureContextOptions } from "node:tls";

/** By what both sides name the secret, and with it how it comes from the key. */
export const pskIdentity = "framewire-1";

/**
 * TLS 1.2 with this one cipher: a side without the secret gets nowhere, there is no certificate to fall back to, and
 * nobody who only listens can try guesses at the key, which the first message of TLS 1.3 with a shared key allows. The
 * secrets of a session come from an exchange of its own, so that a key which is known later opens no recording.
 */
export const sharedKeyContext: SecureContextOptions = {
  minVersion: "TLSv1.2",
  maxVersion: "TLSv1.2",
  ciphers: "ECDHE-PSK-CHACHA20-POLY1305",
  ecdhCurve: "X25519:prime256v1",
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
};

/** The same two for certificates, of TLS 1.2 and 1.3. */
export const certificateContext: SecureContextOptions = {
  minVersion: "TLSv1.2",
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
};
