/** The HTTP request that opens an MJPEG stream. */
import type { IncomingMessage } from "node:http";
import { SourceError } from "../source-error.ts";
import { redactUrl } from "../source-kit/redact-address.ts";
import { authorizationFor } from "./http/authorization.ts";
import type { CameraAddress } from "./http/camera-address.ts";
import type { CertificateTrust, ConnectOptions } from "./http/connect.ts";
import { request } from "./http/request.ts";
import { parseContentType } from "./multipart/content-type.ts";

/** A response that announces an MJPEG stream. */
export interface OpenStream {
  readonly response: IncomingMessage;
  /** The boundary parameter of the content type. */
  readonly boundary: string | undefined;
  /** Whether the content type is multipart; otherwise the content decides. */
  readonly declared: boolean;
}

/** A response that may differ at the next attempt. Internal: the source logs it and retries. */
export class UnavailableError extends Error {
  override readonly name: string = "UnavailableError";
}

const maxRedirects = 5;
const pathHint =
  "The stream is at /video of IP Webcam, /?action=stream of mjpg-streamer, /stream of ustreamer and / of motion's stream port.";

/**
 * Requests the stream: answers one challenge, follows up to five redirects, and checks the status and the content type.
 * The name and password are sent to the origin of the address only. Rejects with {@link SourceError} where a retry cannot
 * help.
 */
export async function openStream(
  camera: CameraAddress,
  trust: ConnectOptions,
  signal: AbortSignal,
): Promise<OpenStream> {
  let url = camera.url;
  for (let hops = 0; ; hops++) {
    const response = await requestWithCredentials(url, camera, trust, signal);
    try {
      const location = redirectLocation(response);
      if (location === undefined) return checkResponse(response, url);
      const next = resolveRedirect(url, location, trust);
      if (hops === maxRedirects) {
        throw new SourceError(
          "http",
          `${redactUrl(camera.url)} redirects more than ${maxRedirects} times, last to ${redactUrl(next)}.`,
        );
      }
      response.destroy();
      url = next;
    } catch (error) {
      response.destroy();
      throw error;
    }
  }
}

/** Sends a request, and repeats it with the name and password after a challenge. */
async function requestWithCredentials(
  url: URL,
  camera: CameraAddress,
  trust: ConnectOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const response = await request(url, {}, trust, signal);
  if (response.statusCode !== 401) return response;
  response.destroy();

  const label = redactUrl(url);
  if (url.origin !== camera.url.origin) {
    throw new SourceError(
      "unauthorized",
      `${redactUrl(camera.url)} redirects to ${label}, which asks for a name and password. They are not sent to another ` +
        "origin: use that address itself.",
    );
  }
  if (!camera.credentials) {
    throw new SourceError(
      "unauthorized",
      `${label} asks for a name and password. Put them into the address: ${url.protocol}//NAME:PASSWORD@${url.host}${url.pathname}.`,
    );
  }
  const challenges = response.headersDistinct["www-authenticate"] ?? [];
  const exchange = { method: "GET", uri: url.pathname + url.search };
  const authorization = authorizationFor(challenges, camera.credentials, exchange);
  if (authorization === undefined) {
    throw new SourceError(
      "unauthorized",
      `${label} asks for an authentication scheme that is not supported. Basic, and Digest with MD5 or SHA-256, are.`,
    );
  }
  const second = await request(url, { Authorization: authorization }, trust, signal);
  if (second.statusCode === 401) {
    second.destroy();
    throw new SourceError("unauthorized", `${label} refused the name and password in the address.`);
  }
  return second;
}

function redirectLocation(response: IncomingMessage): string | undefined {
  return [301, 302, 303, 307, 308].includes(response.statusCode ?? 0) ? response.headers.location : undefined;
}

function resolveRedirect(from: URL, location: string, { fingerprint }: CertificateTrust): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to?.protocol !== "http:" && to?.protocol !== "https:") {
    throw new SourceError("http", `${redactUrl(from)} redirects to an address that is not http or https.`);
  }
  to.username = "";
  to.password = "";
  to.hash = "";
  if (fingerprint !== undefined && to.protocol !== "https:") {
    throw new SourceError(
      "certificate",
      `${redactUrl(from)} redirects to ${redactUrl(to)}, which has no certificate, but one was named with --source-fingerprint.`,
    );
  }
  return to;
}

/** Returns the stream, or throws what the response is instead. */
function checkResponse(response: IncomingMessage, url: URL): OpenStream {
  const status = response.statusCode ?? 0;
  const label = redactUrl(url);
  if (status !== 200) {
    const answer = `${status} ${response.statusMessage ?? ""}`.trim();
    if (status >= 500 || [408, 423, 425, 429].includes(status)) throw new UnavailableError(`it answered ${answer}`);
    throw new SourceError(
      "http",
      `${label} answered ${answer}${status === 404 ? ": there is nothing at that path" : ""}. ${pathHint}`,
    );
  }
  const { type, boundary } = parseContentType(response.headers["content-type"]);
  if (type.startsWith("multipart/")) return { response, boundary, declared: true };
  // The default content type of ffmpeg's HTTP server.
  if (type === "" || type === "application/octet-stream") return { response, boundary, declared: false };
  throw notAnMjpegStream(label, type);
}

/** Creates the error for a response that is not an MJPEG stream. */
export function notAnMjpegStream(label: string, type: string): SourceError {
  let what = `content of type ${type}`;
  if (type === "text/html") what = "an HTML page";
  else if (type === "image/jpeg") what = "a single still image (image/jpeg)";
  else if (type === "" || type === "application/octet-stream") what = "data without a content type and without parts";
  return new SourceError("format", `${label} is ${what}, not an MJPEG stream (multipart/x-mixed-replace). ${pathHint}`);
}
