/** The accepting side of a secured connection. */

import type { Socket } from "node:net";
import { createServer, type Server, type TLSSocket } from "node:tls";
import { derivePairingSecret } from "./derive.ts";
import { detectTls } from "./first-bytes.ts";
import { type Handshake, type HandshakeOptions, runHandshake } from "./handshake.ts";
import { chooseSecurity, type ServerSecurity, type ServerTls } from "./security.ts";
import { SecurityError, type SecurityErrorCode } from "./security-error.ts";
import { describeCertificateError, readCertificates, tlsReason } from "./tls-errors.ts";
import { certificateContext, pskIdentity, sharedKeyContext } from "./tls-settings.ts";

/**
 * Secures an accepted TCP socket. Rejects with a `SecurityError`, or with the signal's reason. Without protection it
 * resolves to the socket itself.
 */
export type SecureAccepted = (socket: Socket, options: HandshakeOptions) => Promise<Socket>;

/** How a server authenticates its clients. */
interface ServerMethod {
  readonly tls: Server;
  /** Checks the client after the handshake. */
  check(secured: TLSSocket): SecurityError | undefined;
  /** The answer to a client that does not encrypt. */
  readonly notEncrypted: string;
  /** The message for a client that uses another kind of protection. */
  readonly otherKind: string;
}

/**
 * Prepares the accepting side: derives the secret of its key, or reads its certificate. Rejects with a `TypeError` unless
 * exactly one kind of protection is given, with a `RangeError` for a malformed key, and with an `Error` for unusable
 * certificates.
 */
export async function secureServer(security: ServerSecurity): Promise<SecureAccepted> {
  const choice = chooseSecurity(security);
  if (choice.by === "insecure") return (socket) => Promise.resolve(socket);
  return createAcceptor(choice.by === "key" ? await keyMethod(choice.key) : certificateMethod(choice.tls));
}

async function keyMethod(key: string): Promise<ServerMethod> {
  const secret = await derivePairingSecret(key);
  return {
    tls: createServer({
      ...sharedKeyContext,
      pskCallback: (_, identity) => (identity === pskIdentity ? secret : null),
    }),
    check: () => undefined,
    notEncrypted:
      "This server takes only clients that have its pairing key: give this side the key that the server shows.",
    otherKind: "It takes no pairing key, which this server asks for: start it with the key and without certificates.",
  };
}

function certificateMethod({ cert, key, ca }: ServerTls): ServerMethod {
  // Node itself would reject an untrusted client without a reason; this side answers with one.
  const asked = ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: false };
  return {
    tls: readCertificates(() => createServer({ ...certificateContext, cert, key, ...asked })),
    check: (secured) => (ca === undefined || secured.authorized ? undefined : untrusted(secured)),
    notEncrypted: "This server takes only clients that use TLS: start this side with TLS, too.",
    otherKind: "It wants a pairing key, and this server has certificates: start it with TLS and without a key.",
  };
}

/** Passes sockets to a TLS server that does not listen itself, and collects the results. */
function createAcceptor({ tls, check, notEncrypted, otherKind }: ServerMethod): SecureAccepted {
  const handshakes = new Map<string, Handshake>();
  tls.on("secureConnection", (secured) => {
    secured.on("error", () => {});
    const refusal = check(secured);
    const handshake = handshakes.get(connectionId(secured));
    if (!handshake) secured.destroy();
    else if (refusal) handshake.fail(refusal);
    else handshake.succeed(secured);
  });
  tls.on("tlsClientError", (error, secured) => handshakes.get(connectionId(secured))?.fail(explain(error, otherKind)));

  return async (socket, options) => {
    const id = connectionId(socket);
    socket.setNoDelay(true);
    try {
      return await runHandshake(socket, options, (handshake) => {
        handshakes.set(id, handshake);
        detectTls(socket, (isTls) => {
          if (isTls) tls.emit("connection", socket);
          else
            handshake.fail(
              new SecurityError("not-secured", "It does not encrypt.", { answer: { socket, message: notEncrypted } }),
            );
        });
      });
    } finally {
      handshakes.delete(id);
    }
  };
}

/** Identifies a connection: the same for a TCP socket and the TLS socket on it. */
function connectionId({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return [remoteAddress, remotePort, localAddress, localPort].join(" ");
}

/** One sentence for the log, and one for the client. */
function untrusted(secured: TLSSocket): SecurityError {
  const shown = secured.getPeerX509Certificate() !== undefined;
  const problem = shown
    ? `is not trusted: ${describeCertificateError(String(secured.authorizationError))}`
    : "is missing";
  const message = `This server asks for a certificate that it trusts, and yours ${problem}.`;
  return new SecurityError("untrusted", `Its certificate ${problem}.`, { answer: { socket: secured, message } });
}

function explain(error: Error & { readonly code?: string }, otherKind: string): SecurityError {
  const { code = "" } = error;
  const securityError = (kind: SecurityErrorCode, sentence: string): SecurityError =>
    new SecurityError(kind, sentence, { cause: error });
  if (/BAD_RECORD_MAC|PSK_IDENTITY_NOT_FOUND/.test(code)) {
    return securityError("wrong-key", "It has another key: give it the one that this server has.");
  }
  if (/NO_SHARED_CIPHER|NO_SHARED_GROUP|NO_SUITABLE|UNSUPPORTED_PROTOCOL/.test(code))
    return securityError("no-common-way", otherKind);
  if (/ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE)/.test(code)) {
    return securityError("untrusted", "It does not trust this server's certificate.");
  }
  if (code === "ECONNRESET") return securityError("lost", "It hung up before the handshake was complete.");
  return securityError("failed", `TLS with it failed: ${tlsReason(error)}.`);
}
