import { isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect, createSecureContext, type TLSSocket } from "node:tls";
import { certificateTrouble, readCertificates } from "./certificates.ts";
import { derivePairingSecret } from "./derive.ts";
import { type HandshakeOptions, runHandshake } from "./handshake.ts";
import { type ClientSecurity, type ClientTls, chooseSecurity } from "./security.ts";
import { SecurityError, type SecurityErrorCode } from "./security-error.ts";
import { certificateContext, pskIdentity, sharedKeyContext } from "./shared-key.ts";
import { tlsReason } from "./tls-reason.ts";

/**
 * Makes a dialled TCP socket a secured one, with a server that `host` names. Rejects with a `SecurityError`, or with
 * the signal's reason. Where there is no protection it gives the socket back as it is.
 */
export type SecureDialled = (socket: Socket, options: HandshakeOptions & { readonly host: string }) => Promise<Socket>;

/** How a client knows its server, and what it says of one that is another. */
interface Exit {
  readonly options: (host: string) => ConnectionOptions;
  /** What is wrong with a server whose handshake is done. */
  check(secured: TLSSocket): SecurityError | undefined;
  /** Of a server that wants another kind of protection. */
  readonly otherKind: string;
}

/**
 * Prepares a client's side: derives the secret of its key, or reads its certificates. Rejects as `secureServer` does.
 */
export async function secureClient(security: ClientSecurity): Promise<SecureDialled> {
  const choice = chooseSecurity(security);
  if (choice.by === "nothing") return (socket) => Promise.resolve(socket);
  const { options, check, otherKind } = choice.by === "key" ? await keyExit(choice.key) : certificateExit(choice.tls);
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

async function keyExit(key: string): Promise<Exit> {
  const secret = await derivePairingSecret(key);
  const secureContext = createSecureContext(sharedKeyContext);
  return {
    options: () => ({
      secureContext,
      pskCallback: () => ({ identity: pskIdentity, psk: secret }),
      // There is no certificate: the cipher alone makes sure that the server has the key.
      checkServerIdentity: () => undefined,
    }),
    check: () => undefined,
    otherKind: "The server takes no pairing key: it may want certificates, or be another program.",
  };
}

function certificateExit({ ca, cert, key, serverName }: ClientTls): Exit {
  const trusted = {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
  const secureContext = readCertificates(() => createSecureContext({ ...certificateContext, ...trusted }));
  return {
    options(host) {
      const name = serverName ?? host;
      // Checked below, so that a server can be told why it is not trusted.
      return { secureContext, host: name, rejectUnauthorized: false, ...(isIP(name) === 0 && { servername: name }) };
    },
    check: (secured) => (secured.authorized ? undefined : untrusted(secured)),
    otherKind: "The server takes no certificates: it may want its pairing key, or be another program.",
  };
}

function untrusted(secured: TLSSocket): SecurityError {
  const trouble = certificateTrouble(String(secured.authorizationError));
  const answer = { socket: secured, message: `The client does not trust this server's certificate: ${trouble}.` };
  return new SecurityError("untrusted", `The server's certificate is not trusted: ${trouble}.`, { answer });
}

function explain(error: Error & { readonly code?: string }, otherKind: string): SecurityError {
  const { code = "" } = error;
  const say = (kind: SecurityErrorCode, sentence: string): SecurityError =>
    new SecurityError(kind, sentence, { cause: error });
  if (/ALERT_(BAD_RECORD_MAC|DECRYPT|UNKNOWN_PSK_IDENTITY)/.test(code)) {
    return say("wrong-key", "The server has another key: give this side the one that the server shows.");
  }
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_LAYER_FAILURE|UNEXPECTED_MESSAGE/.test(code)) {
    return say(
      "not-secured",
      "The server does not encrypt: it was started as insecure, or is another program. Start it with a key, or this side as insecure too.",
    );
  }
  if (/HANDSHAKE_FAILURE|PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|WRONG_CIPHER|INSUFFICIENT_SECURITY/.test(code)) {
    return say("no-common-way", otherKind);
  }
  if (!code.startsWith("ERR_SSL")) return say("lost", "It hung up before it let us in.");
  return say("failed", `TLS with the server failed: ${tlsReason(error)}.`);
}
