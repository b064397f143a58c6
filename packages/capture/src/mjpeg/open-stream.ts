/** The HTTP request that opens an MJPEG stream. */
import { SourceError } from "../source-error.ts";
import { redactUrl } from "../source-kit/redact-address.ts";
import type { CertificateTrust } from "./http/connect.ts";
import { type LoginContext, requestWithLogin } from "./http/log-in.ts";
import type { CameraResponse } from "./http/request.ts";
import { parseContentType } from "./multipart/content-type.ts";

/** A response that may be an MJPEG stream. */
export interface OpenStream {
  readonly response: CameraResponse;
  /** The type of the content, without parameters. Where it is not multipart, the content decides. */
  readonly type: string;
  /** The boundary parameter of the content type. */
  readonly boundary: string | undefined;
  /** Whether the content type is multipart. */
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
export async function openStream(context: LoginContext, signal: AbortSignal): Promise<OpenStream> {
  const { camera, trust } = context;
  let url = camera.url;
  for (let hops = 0; ; hops++) {
    const response = await requestWithLogin(url, context, signal);
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

function redirectLocation(response: CameraResponse): string | undefined {
  return [301, 302, 303, 307, 308].includes(response.status) ? response.header("location")[0] : undefined;
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
function checkResponse(response: CameraResponse, url: URL): OpenStream {
  const { status, reason } = response;
  const label = redactUrl(url);
  if (status !== 200) {
    const answer = `${status} ${reason}`.trim();
    if (status >= 500 || [408, 423, 425, 429].includes(status)) throw new UnavailableError(`it answered ${answer}`);
    throw new SourceError(
      "http",
      `${label} answered ${answer}${status === 404 ? ": there is nothing at that path" : ""}. ${pathHint}`,
    );
  }
  const { type, boundary } = parseContentType(response.header("content-type")[0]);
  return { response, type, boundary, declared: type.startsWith("multipart/") };
}

/** Creates the error for a response of a content type that is not an MJPEG stream. */
export function notAnMjpegStream(label: string, type: string): SourceError {
  let what = `content of type ${type}`;
  if (type === "text/html") what = "an HTML page";
  else if (type === "image/jpeg") what = "a single still image (image/jpeg)";
  else if (type === "" || type === "application/octet-stream") what = "data without a content type and without parts";
  return new SourceError("format", `${label} is ${what}, not an MJPEG stream (multipart/x-mixed-replace). ${pathHint}`);
}
