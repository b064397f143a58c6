/** The TLS settings of both sides, with a key and with certificates. */

import { constants } from "node:crypto";
import type { SecureContextOptions } from "node:tls";

/** The PSK identity. It stands for the derivation of the secret as well. */
export const pskIdentity = "framewire-1";

/**
 * TLS 1.2 with only this cipher. Without the secret no handshake succeeds, and there is no certificate to fall back to. A
 * passive eavesdropper cannot test candidate keys offline; the first message of TLS 1.3 with a pre-shared key allows that. The
 * session keys come from an ephemeral exchange, so a key that leaks later does not decrypt recordings.
 */
export const sharedKeyContext: SecureContextOptions = {
  minVersion: "TLSv1.2",
  maxVersion: "TLSv1.2",
  ciphers: "ECDHE-PSK-CHACHA20-POLY1305",
  ecdhCurve: "X25519:prime256v1",
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
};

/** The settings for certificates: TLS 1.2 and 1.3. */
export const certificateContext: SecureContextOptions = {
  minVersion: "TLSv1.2",
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
};
