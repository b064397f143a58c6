/** Addresses without their secrets, for logs, errors and descriptions. */
import { splitAddress } from "./split-address.ts";

/**
 * Returns an address as it may be shown. It is redacted as it was written: whatever may be a name or a password is removed,
 * and so are the values of all parameters but those that are known to be harmless. A host that is none, such as
 * `bob:secret`, is removed with all that follows it.
 */
export function redactAddress(text: string): string {
  const { scheme, credentials, rest } = splitAddress(text);
  const shown = `${scheme}${credentials.length > 1 ? "…@" : credentials}`;
  const [host = ""] = /^[^/?#\\]*/.exec(rest) ?? [];
  if (scheme !== "" && !plausibleHost.test(host)) return `${shown}${host === "" ? rest : "…"}`;
  const tail = rest.slice(host.length);
  const query = tail.search(/[?#]/);
  const path = query === -1 ? tail : tail.slice(0, query);
  const shownPath = scheme === "" ? path.replace(/=.*$/s, "=…") : redactPath(path);
  return `${shown}${host}${shownPath}${query === -1 ? "" : redactQuery(tail.slice(query))}`;
}

/** Returns a URL as it may be shown. */
export function redactUrl(url: URL): string {
  return redactAddress(url.href);
}

/** Returns a line of a program's output as it may be shown: the addresses in it are redacted. */
export function redactText(line: string): string {
  return line
    .replace(/:\/\/.*@(?=\S)/s, "://…@")
    .replace(/(?<=^|[\s"'“=])[^\s:/"'“=]+:(?!\/\/)\S*@(?=\w)(?!\d+\.\d+\])/g, "…@")
    .replace(/[a-z][a-z0-9+.-]*:\/\/[^\s"'“”<>]*[^\s"'“”<>:,.;)\]]/gi, redactAddress);
}

/** A name or an IP address, perhaps with a port. */
const plausibleHost = /^(?:[\p{L}\p{N}_.-]+|\[[\w.:%~-]+\])(?::\d{0,5})?$/u;

/** Removes what may be a secret: `user=admin_password=secret.sdp`, `bob:secret`, and long random words. */
function redactPath(path: string): string {
  return path
    .replace(/=.*$/s, "=…")
    .split("/")
    .map((part) => (part.includes(":") || isRandom(part) ? "…" : part))
    .join("/");
}

/** Whether a part of a path looks like a token, as the stream addresses of some recorders have it. */
function isRandom(part: string): boolean {
  if (/^[0-9a-f-]{24,}$/i.test(part)) return true;
  return /^[\w-]{16,}$/.test(part) && [/\d/, /[a-z]/, /[A-Z]/].every((kind) => kind.test(part));
}

/** Removes the values of parameters, and parameters without a name. `query` starts with `?` or `#`. */
function redactQuery(query: string): string {
  return query.replace(/([?&;#])([^?&;#=]*)(=?)([^&;]*)/g, (_, separator, name, equals, value) => {
    if (separator === "#" || !/^[\w.[\]-]{0,32}$/.test(name)) return `${separator}…`;
    const isHarmless = harmless.has(name.toLowerCase()) && /^[\w.,+*-]{0,24}$/.test(value);
    if (equals === "") return name === "" || harmless.has(name.toLowerCase()) ? `${separator}${name}` : `${separator}…`;
    return `${separator}${name}=${isHarmless || value === "" ? value : "…"}`;
  });
}

/** Parameters of cameras that are no secrets. */
const harmless: ReadonlySet<string> = new Set(
  (
    "action audio bitrate brightness buffer buffer_size camera ch channel chn chno clock codec color compression date " +
    "dummy enablesrtp encoder fifo_size fmt format fps frame framerate height interval latency " +
    "max_frames mirror mode motion overlay pkt_size position profile proto protocol q quality rate real_stream req_fps res " +
    "resolution rotate rotation size speed stream streamtype subtype sub timeout transport transportmode transporttype " +
    "ttl type unicast video videocodec view width"
  ).split(" "),
);
