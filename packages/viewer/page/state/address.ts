/** The page's addresses, name and id. */

/** The address of a WebSocket of this page's gateway. */
export function socketAddress(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.search = "";
  return url.href;
}

/** This page's name, such as "Firefox on Android". */
export function pageName(): string {
  const agent = navigator.userAgent;
  const system = /Android|iPhone|iPad|Windows|Macintosh|CrOS|Linux/.exec(agent)?.[0] ?? "this device";
  const browser = /Firefox|Edg|Chrome|Safari/.exec(agent)?.[0] ?? "A browser";
  return `${browser === "Edg" ? "Edge" : browser} on ${system === "Macintosh" ? "a Mac" : system}`;
}

/** Identifies this page while it is loaded. */
export const pageId: string = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
  byte.toString(16).padStart(2, "0"),
).join("");
