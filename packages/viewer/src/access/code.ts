/** The access code of a viewer, and the cookie that replaces it. */

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createCodeRateLimit } from "./code-rate-limit.ts";
import type { Refusal } from "./refusal.ts";

/** Allows only requests that have the viewer's code. */
export interface AccessCode {
  /** Undefined for a request with the code in its address (`?code=`) or with its cookie; else why it is refused. */
  check(request: IncomingMessage): Refusal | undefined;
  /** A `Set-Cookie` header for a request with the code in its address. */
  cookieFor(request: IncomingMessage): string | undefined;
}

/** Options of {@link createAccessCode}. */
export interface AccessCodeOptions {
  readonly code: string;
  /** Send the cookie over TLS only. */
  readonly secure: boolean;
  /** Port of the viewer. Browsers share cookies among the viewers of one machine. Called for each request. */
  readonly port: () => number;
}

const codePattern = /^[A-Za-z0-9_-]{16,128}$/;
const missing =
  "This page opens only by its whole link, which includes the code. The terminal of the sending machine shows the link, also as a QR code.";
const wrong =
  "The code in this link is not valid, or no longer. The terminal of the sending machine shows the current link, also as a QR code.";
const tooMany = "Too many wrong codes came from this address. Wait a minute, then open the whole link.";

/** Creates an {@link AccessCode}. Throws a `TypeError` for a code that is easy to guess or does not fit in an address. */
export function createAccessCode({ code, secure, port }: AccessCodeOptions): AccessCode {
  if (!codePattern.test(code)) {
    throw new TypeError(
      'The code must be 16 to 128 letters, digits, "_" or "-", such as randomBytes(16) in base64url.',
    );
  }
  // Given for the code. The code cannot be computed from it.
  const cookieValue = randomBytes(32).toString("base64url");
  const rateLimit = createCodeRateLimit();
  const cookieName = (): string => `${secure ? "__Host-" : ""}framewire-${port()}`;

  return {
    check({ url, headers, socket: { remoteAddress = "" } }) {
      if (isSame(cookieOf(headers.cookie, cookieName()), cookieValue)) return undefined;
      const given = codeIn(url);
      if (given === undefined) return { status: 401, error: missing };
      if (rateLimit.exceeded(remoteAddress)) return { status: 429, error: tooMany };
      if (isSame(given, code)) return undefined;
      rateLimit.noteWrong(remoteAddress);
      return { status: 401, error: wrong };
    },
    cookieFor({ url }) {
      if (codeIn(url) === undefined) return undefined;
      return `${cookieName()}=${cookieValue}; Path=/; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
    },
  };
}

function codeIn(url: string | undefined): string | undefined {
  return new URLSearchParams(url?.split("?", 2)[1] ?? "").get("code") ?? undefined;
}

function cookieOf(header: string | undefined, name: string): string {
  const cookies = (header ?? "").split(";").map((cookie) => cookie.trim());
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

/** Compares in constant time. Digests give both sides the same length. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
