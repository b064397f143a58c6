/** TCP and TLS connections to a camera. */
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { onAbort } from "@framewire/media";
import { SourceError } from "../../source-error.ts";
import { redactUrl } from "../../source-kit/redact-address.ts";

/** Certificates that are accepted in addition to those that this machine trusts. */
export interface CertificateTrust {
  /** Accepts only the certificate with this SHA-256 fingerprint, whatever its name and issuer. */
  readonly fingerprint?: string | undefined;
  /** Accepts any certificate. */
  readonly insecure?: boolean | undefined;
}

/**
 * Opens a connection to the host of `url` that is ready for a request. With https the certificate is checked before
 * anything is sent. Rejects with {@link SourceError} (`certificate`), the system's error, or the signal's reason.
 */
export async function connect(url: URL, trust: CertificateTrust, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const secure = url.protocol === "https:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port) || (secure ? 443 : 80);
  const socket = secure
    ? connectTls({
        host,
        port,
        servername: isIP(host) ? "" : host,
        ALPNProtocols: ["http/1.1"],
        // checkCertificate() decides instead, with a message that contains the fingerprint.
        rejectUnauthorized: false,
      })
    : connectTcp({ host, port });
  await waitForEvent(socket, secure ? "secureConnect" : "connect", signal);
  if (secure) {
    try {
      checkCertificate(socket as TLSSocket, url, trust);
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }
  return socket;
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
