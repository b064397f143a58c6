/** Requests that answer a camera's question for a name and password. */
import { SourceError } from "../../source-error.ts";
import { redactUrl } from "../../source-kit/redact-address.ts";
import { authorizationFor, isStale } from "./authorization.ts";
import type { CameraAddress } from "./camera-address.ts";
import { type CredentialsEncoding, encodingsOf } from "./credentials-encoding.ts";
import { type CameraResponse, type RequestOptions, request } from "./request.ts";

/**
 * Requests `url`, and after a 401 again with the name and password of the camera: in each encoding that is possible, and once
 * more for each nonce that is stale, three times at most. Resolves with the first response that is no 401. Rejects with
 * `SourceError` (`unauthorized`) where there is none.
 */
export async function requestWithLogin(
  url: URL,
  { camera, trust, login }: LoginContext,
  signal: AbortSignal,
): Promise<CameraResponse> {
  const first = await request(url, {}, trust, signal);
  if (first.status !== 401) return first;
  first.destroy();
  let challenges = first.header("www-authenticate");
  const label = redactUrl(url);
  const credentials = credentialsFor(url, camera);
  const exchange = { credentials, method: "GET", uri: url.pathname + url.search };
  for (const encoding of login.encoding ? [login.encoding] : encodingsOf(credentials)) {
    for (let stale = 0; stale <= maxStale; stale++) {
      const authorization = authorizationFor(challenges, { ...exchange, encoding });
      if (authorization === undefined) {
        throw new SourceError(
          "unauthorized",
          `${label} asks for an authentication scheme that is not supported. Basic, and Digest with MD5 or SHA-256, are.`,
        );
      }
      const response = await request(url, { Authorization: authorization }, trust, signal);
      if (response.status !== 401) {
        if (response.status < 400) {
          login.accepted = true;
          login.encoding = encoding;
        }
        return response;
      }
      response.destroy();
      const next = response.header("www-authenticate");
      if (next.length > 0) challenges = next;
      if (!isStale(next)) break;
    }
  }
  throw new SourceError("unauthorized", `${label} refused the name and password in the address.`);
}

/** The camera, and what is known of its login. */
export interface LoginContext {
  readonly camera: CameraAddress;
  readonly trust: RequestOptions;
  readonly login: LoginState;
}

/** What a camera has accepted. Belongs to one source, and lasts over its connections. */
interface LoginState {
  /** The camera has accepted the name and password. */
  accepted?: boolean;
  /** The encoding of the name and password that the camera has accepted. */
  encoding?: CredentialsEncoding;
}

/** Most answers that are repeated since the nonce was stale. */
const maxStale = 2;

/** Returns the name and password for a challenge at `url`, which are for the origin of the address only. */
function credentialsFor(url: URL, camera: CameraAddress): NonNullable<CameraAddress["credentials"]> {
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
      `${label} asks for a name and password. Put them into the address: ${label.replace("//", "//NAME:PASSWORD@").replace(/\?.*$/s, "")}.`,
    );
  }
  return camera.credentials;
}
