/** The address of an MJPEG camera. */
import { SourceError } from "../../source-error.ts";
import { redactText } from "../../source-kit/redact-address.ts";

/** A name and password. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The address of a camera, with its credentials apart. */
export interface CameraAddress {
  /** Without name, password and fragment. */
  readonly url: URL;
  readonly credentials: Credentials | undefined;
}

/** Percent-decodes a text where possible; a password may contain a bare percent sign. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Parses an http or https address.
 *
 * @throws SourceError (`usage`)
 */
export function parseCameraAddress(address: string | URL): CameraAddress {
  const url = URL.canParse(String(address)) ? new URL(address) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new SourceError(
      "usage",
      `“${redactText(String(address))}” is not the address of an MJPEG stream: it must start with http:// or https://, for example http://192.168.1.20:8080/video.`,
    );
  }
  const credentials =
    url.username || url.password ? { username: decode(url.username), password: decode(url.password) } : undefined;
  url.username = "";
  url.password = "";
  url.hash = "";
  return { url, credentials };
}
