import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { onAbort } from "@framewire/media";
import { SourceError } from "../../source-error.ts";
import { showUrl } from "../../source-kit/redact-address.ts";

/** Which certificates are accepted besides those that this machine trusts for the name. */
export interface Trust {
  /** Accepts the certificate with this SHA-256 fingerprint and no other, whatever its name and issuer. */
  readonly fingerprint?: string | undefined;
  /** Accepts any certificate. */
  readonly insecure?: boolean | undefined;
}

/**
 * Opens a connection to the host of `url`, ready for a request: with https the certificate has been
 * checked before anything is sent. Rejects with {@link SourceError} (`certificate`), the system's error, or the
 * signal's reason.
 */
export async function connect(url: URL, trust: Trust, signal: AbortSignal): Promise<Socket> {
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
        // Not less strict: checkCertificate() decides, as it has a better word for it.
        rejectUnauthorized: false,
      })
    : connectTcp({ host, port });
  await opened(socket, secure ? "secureConnect" : "connect", signal);
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

function opened(socket: Socket, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const forget = onAbort(signal, () => socket.destroy(signal.reason as Error));
    socket.once(event, () => {
      forget();
      socket.off("error", fail);
      resolve();
    });
    function fail(error: Error): void {
      forget();
      reject(error);
    }
    socket.once("error", fail);
  });
}

function checkCertificate(socket: TLSSocket, url: URL, { fingerprint, insecure }: Trust): void {
  const shown = socket.getPeerCertificate().fingerprint256;
  if (fingerprint !== undefined) {
    if (shown === fingerprint) return;
    throw new SourceError(
      "certificate",
      `The certificate of ${showUrl(url)} is not the one that was named: expected SHA-256 ${fingerprint}, ` +
        `it has ${shown}. If the camera was set up anew, name the new one with --source-fingerprint; otherwise ` +
        "somebody else may be answering in its place.",
    );
  }
  if (insecure || socket.authorized) return;
  const why = socket.authorizationError;
  throw new SourceError(
    "certificate",
    `The certificate of ${showUrl(url)} is not trusted (${why instanceof Error ? why.message : why}). Its SHA-256 fingerprint is ` +
      `${shown}. If that is your camera's, accept just this one with --source-fingerprint ${shown}, or any ` +
      "certificate with --source-insecure.",
  );
}
