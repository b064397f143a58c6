import { SourceError } from "../../source-error.ts";
import { hideSecrets } from "../../source-kit/redact-address.ts";

/** A name and password for a camera. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The address of a camera, with what is secret taken out of it. */
export interface Target {
  /** Without name, password and fragment. */
  readonly url: URL;
  readonly credentials: Credentials | undefined;
}

/** Percent-decoded where that is possible; a password may well contain a bare percent sign. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Takes an address apart. Throws {@link SourceError} (`usage`) when it is none of http or https. */
export function parseTarget(address: string | URL): Target {
  const url = URL.canParse(String(address)) ? new URL(address) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new SourceError(
      "usage",
      `“${hideSecrets(String(address))}” is not the address of an MJPEG stream: it has to begin with http:// or https://, for example http://192.168.1.20:8080/video.`,
    );
  }
  const credentials =
    url.username || url.password ? { username: decode(url.username), password: decode(url.password) } : undefined;
  url.username = "";
  url.password = "";
  url.hash = "";
  return { url, credentials };
}
