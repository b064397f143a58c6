/** TCP and TLS connections to a camera. */
import { constants } from "node:crypto";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls, DEFAULT_CIPHERS, type TLSSocket } from "node:tls";
import { onAbort } from "@framewire/media";
import { SourceError } from "../../source-error.ts";
import { redactUrl } from "../../source-kit/redact-address.ts";
import { hostWithZone } from "../../source-kit/stream-url.ts";

/** Certificates that are accepted in addition to those that this machine trusts. */
export interface CertificateTrust {
  /** Accepts only the certificate with this SHA-256 fingerprint, whatever its name and issuer. */
  readonly fingerprint?: string | undefined;
  /** Accepts any certificate. */
  readonly insecure?: boolean | undefined;
}

/** Options of {@link connect}. */
export interface ConnectOptions extends CertificateTrust {
  /** The network interface of an IPv6 link-local address. */
  readonly zone?: string | undefined;
}

/**
 * Opens a connection to the host of `url` that is ready for a request. With https the certificate is checked before
 * anything is sent. TLS 1.0 and 1.1 are used only where the options accept the camera's certificate. Rejects with
 * {@link SourceError} (`certificate`), the system's error, or the signal's reason.
 */
export async function connect(url: URL, options: ConnectOptions, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const secure = url.protocol === "https:";
  const host = hostWithZone(url, options.zone);
  const port = Number(url.port) || (secure ? 443 : 80);
  if (!secure) {
    const socket = connectTcp({ host, port });
    await waitForEvent(socket, "connect", signal);
    return socket;
  }
  const allowOld = options.insecure === true || options.fingerprint !== undefined;
  const socket = connectTls(tlsOptions(host, port, allowOld));
  try {
    await waitForEvent(socket, "secureConnect", signal);
  } catch (error) {
    if (!allowOld && isTlsError(error)) throw (await oldTlsError(url, { host, port }, signal)) ?? error;
    throw error;
  }
  try {
    checkCertificate(socket, url, options);
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return socket;
}

function tlsOptions(host: string, port: number, allowOld: boolean): ConnectionOptions {
  return {
    host,
    port,
    servername: isIP(host) ? "" : host,
    ALPNProtocols: ["http/1.1"],
    // checkCertificate() decides instead, with a message that contains the fingerprint.
    rejectUnauthorized: false,
    ...(allowOld ? oldTls : {}),
  };
}

/** Accepts the versions, ciphers, short keys and handshakes of old cameras, beside the current ones. */
const oldTls: ConnectionOptions = {
  minVersion: "TLSv1",
  ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0`,
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
};

/**
 * Returns the error for a camera that only speaks an old TLS, with the fingerprint of its certificate; `undefined` where
 * what answers speaks no TLS at all. Sends nothing but the handshake.
 */
async function oldTlsError(
  url: URL,
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<SourceError | undefined> {
  const socket = connectTls(tlsOptions(host, port, true));
  try {
    await waitForEvent(socket, "secureConnect", signal);
    const { fingerprint256 } = socket.getPeerCertificate();
    const version = oldVersions[socket.getProtocol() ?? ""];
    const speaks = version ? `only ${version}` : "only TLS with old ciphers or short keys";
    return new SourceError(
      "certificate",
      `${redactUrl(url)} speaks ${speaks}, which is too weak to be used without your consent. Newer firmware may bring ` +
        `TLS 1.2. Or accept this camera with --source-fingerprint ${fingerprint256}, if that is its certificate's, or any ` +
        "certificate with --source-insecure.",
    );
  } catch {
    signal.throwIfAborted();
    return undefined;
  } finally {
    socket.destroy();
  }
}

const oldVersions: Readonly<Record<string, string>> = { TLSv1: "TLS 1.0", "TLSv1.1": "TLS 1.1" };

/** Whether a handshake failed over what the two sides speak, rather than over the network. */
function isTlsError(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code.startsWith("ERR_SSL_") || code === "EPROTO";
}

function waitForEvent(socket: Socket, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const removeListener = onAbort(signal, () => socket.destroy(signal.reason as Error));
    socket.once(event, () => {
      removeListener();
      socket.off("error", fail);
      resolve();
    });
    function fail(error: Error): void {
      removeListener();
      reject(error);
    }
    socket.once("error", fail);
  });
}

function checkCertificate(socket: TLSSocket, url: URL, { fingerprint, insecure }: CertificateTrust): void {
  const actual = socket.getPeerCertificate().fingerprint256;
  if (fingerprint !== undefined) {
    if (actual === fingerprint) return;
    throw new SourceError(
      "certificate",
      `The certificate of ${redactUrl(url)} does not match the fingerprint: expected SHA-256 ${fingerprint}, ` +
        `it has ${actual}. If the camera has a new certificate, set it with --source-fingerprint; otherwise ` +
        "another machine may be answering in its place.",
    );
  }
  if (insecure || socket.authorized) return;
  const why = socket.authorizationError;
  throw new SourceError(
    "certificate",
    `The certificate of ${redactUrl(url)} is not trusted (${why instanceof Error ? why.message : why}). Its SHA-256 fingerprint is ` +
      `${actual}. If that is your camera's, accept just this one with --source-fingerprint ${actual}, or any ` +
      "certificate with --source-insecure.",
  );
}
