/** The dialling side of a secured connection. */

import { isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect, createSecureContext, type TLSSocket } from "node:tls";
import { derivePairingSecret } from "./derive.ts";
import { type HandshakeOptions, runHandshake } from "./handshake.ts";
import { type ClientSecurity, type ClientTls, chooseSecurity } from "./security.ts";
import { SecurityError, type SecurityErrorCode } from "./security-error.ts";
import { describeCertificateError, readCertificates, tlsReason } from "./tls-errors.ts";
import { certificateContext, pskIdentity, sharedKeyContext } from "./tls-settings.ts";

/**
 * Secures a dialled TCP socket to the server named `host`. Rejects with a `SecurityError`, or with the signal's reason.
 * Without protection it resolves to the socket itself.
 */
export type SecureDialled = (socket: Socket, options: HandshakeOptions & { readonly host: string }) => Promise<Socket>;

/** How a client authenticates its server. */
interface ClientMethod {
  readonly options: (host: string) => ConnectionOptions;
  /** Checks the server after the handshake. */
  check(secured: TLSSocket): SecurityError | undefined;
  /** The message for a server that requires another kind of protection. */
  readonly otherKind: string;
}

/**
 * Prepares the dialling side: derives the secret of its key, or reads its certificates. Rejects as `secureServer` does.
 */
export async function secureClient(security: ClientSecurity): Promise<SecureDialled> {
  const choice = chooseSecurity(security);
  if (choice.by === "insecure") return (socket) => Promise.resolve(socket);
  const { options, check, otherKind } =
    choice.by === "key" ? await keyMethod(choice.key) : certificateMethod(choice.tls);
  return (socket, bounds) =>
    runHandshake(socket, bounds, ({ succeed, fail }) => {
      const secured = connect({ ...options(bounds.host), socket });
      secured.on("error", (error) => fail(explain(error, otherKind)));
      secured.once("secureConnect", () => {
        const refusal = check(secured);
        if (refusal) fail(refusal);
        else succeed(secured);
      });
    });
}

async function keyMethod(key: string): Promise<ClientMethod> {
  const secret = await derivePairingSecret(key);
  const secureContext = createSecureContext(sharedKeyContext);
  return {
    options: () => ({
      secureContext,
      pskCallback: () => ({ identity: pskIdentity, psk: secret }),
      // There is no certificate: the cipher itself proves that the server has the key.
      checkServerIdentity: () => undefined,
    }),
    check: () => undefined,
    otherKind: "The server takes no pairing key: it may want certificates, or be another program.",
  };
}

function certificateMethod({ ca, cert, key, serverName }: ClientTls): ClientMethod {
  const trusted = {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
  const secureContext = readCertificates(() => createSecureContext({ ...certificateContext, ...trusted }));
  return {
    options(host) {
      const name = serverName ?? host;
      // Checked below, so that the server receives the reason.
      return { secureContext, host: name, rejectUnauthorized: false, ...(isIP(name) === 0 && { servername: name }) };
    },
    check: (secured) => (secured.authorized ? undefined : untrusted(secured)),
    otherKind: "The server takes no certificates: it may want its pairing key, or be another program.",
  };
}

function untrusted(secured: TLSSocket): SecurityError {
  const problem = describeCertificateError(String(secured.authorizationError));
  const answer = { socket: secured, message: `The client does not trust this server's certificate: ${problem}.` };
  return new SecurityError("untrusted", `The server's certificate is not trusted: ${problem}.`, { answer });
}

function explain(error: Error & { readonly code?: string }, otherKind: string): SecurityError {
  const { code = "" } = error;
  const securityError = (kind: SecurityErrorCode, sentence: string): SecurityError =>
    new SecurityError(kind, sentence, { cause: error });
  if (/ALERT_(BAD_RECORD_MAC|DECRYPT|UNKNOWN_PSK_IDENTITY)/.test(code)) {
    return securityError("wrong-key", "The server has another key: give this side the one that the server shows.");
  }
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_LAYER_FAILURE|UNEXPECTED_MESSAGE/.test(code)) {
    return securityError(
      "not-secured",
      "The server does not encrypt: it was started as insecure, or is another program. Start it with a key, or this side as insecure too.",
    );
  }
  if (/HANDSHAKE_FAILURE|PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|WRONG_CIPHER|INSUFFICIENT_SECURITY/.test(code)) {
    return securityError("no-common-way", otherKind);
  }
  if (!code.startsWith("ERR_SSL")) return securityError("lost", "It hung up before the handshake was complete.");
  return securityError("failed", `TLS with the server failed: ${tlsReason(error)}.`);
}
