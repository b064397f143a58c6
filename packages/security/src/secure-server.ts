import type { Socket } from "node:net";
import { createServer, type Server, type TLSSocket } from "node:tls";
import { certificateTrouble, readCertificates } from "./certificates.ts";
import { derivePairingSecret } from "./derive.ts";
import { watchFirstBytes } from "./first-bytes.ts";
import { type Handshake, type HandshakeOptions, runHandshake } from "./handshake.ts";
import { chooseSecurity, type ServerSecurity, type ServerTls } from "./security.ts";
import { SecurityError, type SecurityErrorCode } from "./security-error.ts";
import { certificateContext, pskIdentity, sharedKeyContext } from "./shared-key.ts";
import { tlsReason } from "./tls-reason.ts";

/**
 * Makes an accepted TCP socket a secured one. Rejects with a `SecurityError`, or with the signal's reason. Where there
 * is no protection it gives the socket back as it is.
 */
export type SecureAccepted = (socket: Socket, options: HandshakeOptions) => Promise<Socket>;

/** How a server tells clients apart, and what it says of those that it does not let in. */
interface Entrance {
  readonly tls: Server;
  /** What is wrong with a client whose handshake is done. */
  check(secured: TLSSocket): SecurityError | undefined;
  /** To a client that does not encrypt. */
  readonly encrypt: string;
  /** Of a client that wants another kind of protection. */
  readonly otherKind: string;
}

/**
 * Prepares a server's side: derives the secret of its key, or reads its certificate. Rejects with a `TypeError` where
 * not exactly one protection is given, with a `RangeError` for a key that is none, and with a sentence for
 * certificates that cannot be used.
 */
export async function secureServer(security: ServerSecurity): Promise<SecureAccepted> {
  const choice = chooseSecurity(security);
  if (choice.by === "nothing") return (socket) => Promise.resolve(socket);
  return guard(choice.by === "key" ? await keyEntrance(choice.key) : certificateEntrance(choice.tls));
}

async function keyEntrance(key: string): Promise<Entrance> {
  const secret = await derivePairingSecret(key);
  return {
    tls: createServer({
      ...sharedKeyContext,
      pskCallback: (_, identity) => (identity === pskIdentity ? secret : null),
    }),
    check: () => undefined,
    encrypt: "This server takes only clients that have its pairing key: give this side the key that the server shows.",
    otherKind: "It takes no pairing key, which this server asks for: start it with the key and without certificates.",
  };
}

function certificateEntrance({ cert, key, ca }: ServerTls): Entrance {
  // A client whose certificate is not trusted is told so, which it could not be if Node turned it away.
  const asked = ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: false };
  return {
    tls: readCertificates(() => createServer({ ...certificateContext, cert, key, ...asked })),
    check: (secured) => (ca === undefined || secured.authorized ? undefined : untrusted(secured)),
    encrypt: "This server takes only clients that use TLS: start this side with TLS, too.",
    otherKind: "It wants a pairing key, and this server has certificates: start it with TLS and without a key.",
  };
}

/** Hands sockets to a TLS server that listens nowhere, and takes from it what became of them. */
function guard({ tls, check, encrypt, otherKind }: Entrance): SecureAccepted {
  const handshakes = new Map<string, Handshake>();
  tls.on("secureConnection", (secured) => {
    secured.on("error", () => {});
    const refusal = check(secured);
    const handshake = handshakes.get(placeOf(secured));
    if (!handshake) secured.destroy();
    else if (refusal) handshake.fail(refusal);
    else handshake.succeed(secured);
  });
  tls.on("tlsClientError", (error, secured) => handshakes.get(placeOf(secured))?.fail(explain(error, otherKind)));

  return async (socket, options) => {
    const place = placeOf(socket);
    socket.setNoDelay(true);
    try {
      return await runHandshake(socket, options, (handshake) => {
        handshakes.set(place, handshake);
        watchFirstBytes(socket, (isTls) => {
          if (isTls) tls.emit("connection", socket);
          else
            handshake.fail(
              new SecurityError("not-secured", "It does not encrypt.", { answer: { socket, message: encrypt } }),
            );
        });
      });
    } finally {
      handshakes.delete(place);
    }
  };
}

/** Tells the sockets of a port apart, and is the same for a socket and the secured one on it. */
function placeOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return [remoteAddress, remotePort, localAddress, localPort].join(" ");
}

/** Its own sentence for the log, and the same to the client, which is the other side there. */
function untrusted(secured: TLSSocket): SecurityError {
  const shown = secured.getPeerX509Certificate() !== undefined;
  const trouble = shown ? `is not trusted: ${certificateTrouble(String(secured.authorizationError))}` : "is missing";
  const message = `This server asks for a certificate that it trusts, and yours ${trouble}.`;
  return new SecurityError("untrusted", `Its certificate ${trouble}.`, { answer: { socket: secured, message } });
}

function explain(error: Error & { readonly code?: string }, otherKind: string): SecurityError {
  const { code = "" } = error;
  const say = (kind: SecurityErrorCode, sentence: string): SecurityError =>
    new SecurityError(kind, sentence, { cause: error });
  if (/BAD_RECORD_MAC|PSK_IDENTITY_NOT_FOUND/.test(code)) {
    return say("wrong-key", "It has another key: give it the one that this server has.");
  }
  if (/NO_SHARED_CIPHER|NO_SHARED_GROUP|NO_SUITABLE|UNSUPPORTED_PROTOCOL/.test(code))
    return say("no-common-way", otherKind);
  if (/ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE)/.test(code)) {
    return say("untrusted", "It does not trust this server's certificate.");
  }
  if (code === "ECONNRESET") return say("lost", "It hung up before it was let in.");
  return say("failed", `TLS with it failed: ${tlsReason(error)}.`);
}
