import type { IncomingMessage } from "node:http";
import { SourceError } from "../source-error.ts";
import { showUrl } from "../source-kit/redact-address.ts";
import { authorizationFor } from "./http/authorization.ts";
import type { Target } from "./http/camera-address.ts";
import type { Trust } from "./http/connect.ts";
import { request } from "./http/request.ts";
import { parseContentType } from "./multipart/content-type.ts";

/** An answer that promises pictures. */
export interface OpenStream {
  readonly response: IncomingMessage;
  /** The boundary parameter, if there is one. */
  readonly boundary: string | undefined;
  /** The content type says that it is multipart; otherwise the content has to show it. */
  readonly declared: boolean;
}

/** An answer that may be another one later. */
export class UnavailableError extends Error {
  override readonly name: string = "UnavailableError";
}

const maxRedirects = 5;
const wayOut =
  "The stream is at /video of IP Webcam, /?action=stream of mjpg-streamer, /stream of ustreamer and / of motion's stream port.";

/**
 * Asks for the stream: answers one challenge, follows a few redirects, and looks at the status and the content type. The
 * name and password go to the origin of `target` only. Rejects with {@link SourceError} when the answer is one that
 * somebody has to do something about.
 */
export async function openStream(target: Target, trust: Trust, signal: AbortSignal): Promise<OpenStream> {
  let url = target.url;
  for (let hops = 0; ; hops++) {
    const response = await authorized(url, target, trust, signal);
    try {
      const location = redirectOf(response);
      if (location === undefined) return judge(response, url);
      const next = redirect(url, location, trust);
      if (hops === maxRedirects) {
        throw new SourceError(
          "http",
          `${showUrl(target.url)} redirects more than ${maxRedirects} times, last to ${showUrl(next)}.`,
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

/** A request that is repeated with the name and password when the server asks for them. */
async function authorized(url: URL, target: Target, trust: Trust, signal: AbortSignal): Promise<IncomingMessage> {
  const response = await request(url, {}, trust, signal);
  if (response.statusCode !== 401) return response;
  response.destroy();

  const shown = showUrl(url);
  if (url.origin !== target.url.origin) {
    throw new SourceError(
      "unauthorized",
      `${showUrl(target.url)} redirects to ${shown}, which asks for a name and password. They are not sent to another ` +
        "place than they were given for: use that address itself.",
    );
  }
  if (!target.credentials) {
    throw new SourceError(
      "unauthorized",
      `${shown} asks for a name and password. Put them into the address: ${url.protocol}//NAME:PASSWORD@${url.host}${url.pathname}.`,
    );
  }
  const offers = response.headersDistinct["www-authenticate"] ?? [];
  const exchange = { method: "GET", uri: url.pathname + url.search };
  const authorization = authorizationFor(offers, target.credentials, exchange);
  if (authorization === undefined) {
    throw new SourceError(
      "unauthorized",
      `${shown} asks for a way of authentication that is not known here: only Basic, and Digest with MD5 or SHA-256, are.`,
    );
  }
  const second = await request(url, { Authorization: authorization }, trust, signal);
  if (second.statusCode === 401) {
    second.destroy();
    throw new SourceError("unauthorized", `${shown} refused the name and password in the address.`);
  }
  return second;
}

function redirectOf(response: IncomingMessage): string | undefined {
  return [301, 302, 303, 307, 308].includes(response.statusCode ?? 0) ? response.headers.location : undefined;
}

function redirect(from: URL, location: string, { fingerprint }: Trust): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to?.protocol !== "http:" && to?.protocol !== "https:") {
    throw new SourceError("http", `${showUrl(from)} redirects to something that is no http or https address.`);
  }
  to.username = "";
  to.password = "";
  to.hash = "";
  if (fingerprint !== undefined && to.protocol !== "https:") {
    throw new SourceError(
      "certificate",
      `${showUrl(from)} redirects to ${showUrl(to)}, which has no certificate, but one was named with --source-fingerprint.`,
    );
  }
  return to;
}

/** Says what an answer is that is not a stream. */
function judge(response: IncomingMessage, url: URL): OpenStream {
  const status = response.statusCode ?? 0;
  const shown = showUrl(url);
  if (status !== 200) {
    const said = `${status} ${response.statusMessage ?? ""}`.trim();
    if (status >= 500 || [408, 423, 425, 429].includes(status)) throw new UnavailableError(`it answered ${said}`);
    throw new SourceError(
      "http",
      `${shown} answered ${said}${status === 404 ? ": there is nothing at that path" : ""}. ${wayOut}`,
    );
  }
  const { type, boundary } = parseContentType(response.headers["content-type"]);
  if (type.startsWith("multipart/")) return { response, boundary, declared: true };
  // What ffmpeg calls its stream unless it is told better.
  if (type === "" || type === "application/octet-stream") return { response, boundary, declared: false };
  throw notPictures(shown, type);
}

/** The error for an answer that is something else than an MJPEG stream. */
export function notPictures(shown: string, type: string): SourceError {
  let what = `something of type ${type}`;
  if (type === "text/html") what = "an HTML page";
  else if (type === "image/jpeg") what = "a single still picture (image/jpeg)";
  else if (type === "" || type === "application/octet-stream") what = "data without a type in which there are no parts";
  return new SourceError("format", `${shown} is ${what}, not an MJPEG stream (multipart/x-mixed-replace). ${wayOut}`);
}
