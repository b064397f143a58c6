/** The address of an MJPEG camera. */
import { SourceError } from "../../source-error.ts";
import { redactAddress } from "../../source-kit/redact-address.ts";
import { labelOf, parseStreamUrl } from "../../source-kit/stream-url.ts";

/** A name and password. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The address of a camera, with its credentials apart. */
export interface CameraAddress {
  /** Without name, password, fragment and zone. */
  readonly url: URL;
  /** The network interface of an IPv6 link-local address, such as `eth0`. */
  readonly zone: string | undefined;
  readonly credentials: Credentials | undefined;
  /** The address as it may be shown, with its zone. */
  readonly label: string;
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
  const text = String(address);
  const { url, zone } = parseStreamUrl(text);
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    const problem = /^https?:\/\//i.test(text)
      ? "its host or port is invalid. A valid address is"
      : "it must start with http:// or https://, for example";
    throw new SourceError(
      "usage",
      `“${redactAddress(text)}” is not the address of an MJPEG stream: ${problem} http://192.168.1.20:8080/video.`,
    );
  }
  const credentials =
    url.username || url.password ? { username: decode(url.username), password: decode(url.password) } : undefined;
  url.username = "";
  url.password = "";
  url.hash = "";
  return { url, zone, credentials, label: labelOf(url, zone) };
}
