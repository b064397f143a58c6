/** Sentences for the errors of `node:tls`. */

const sentences: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "it has signed itself",
  CERT_SIGNATURE_FAILURE: "its authority is not known here",
  SELF_SIGNED_CERT_IN_CHAIN: "its authority is not known here",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its authority is not known here",
  UNABLE_TO_GET_ISSUER_CERT: "its authority is not known here",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its authority is not known here",
  CERT_HAS_EXPIRED: "it has expired",
  CERT_NOT_YET_VALID: "it is not valid yet",
  INVALID_PURPOSE: "it is meant for something else",
  ERR_TLS_CERT_ALTNAME_INVALID: "it is for another name",
};

/** Describes the problem of a certificate, from the error code of `node:tls`. */
export function describeCertificateError(code: string): string {
  return sentences[code] ?? code;
}

/** Runs `read`, which reads certificates and keys. Throws an `Error` with a sentence if they are unusable. */
export function readCertificates<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`The certificates or their key cannot be used: ${tlsReason(error as Error)}.`, { cause: error });
  }
}

/** Extracts OpenSSL's readable reason from the message of an error. */
export function tlsReason({ message }: Error): string {
  return /:[^:]+ routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? message;
}
