/** The access codes of a viewer, and the cookies that replace them. */

import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createCodeRateLimit } from "./code-rate-limit.ts";
import type { Refusal } from "./refusal.ts";

/** Allows only requests that have one of the viewer's codes. */
export interface AccessCode {
  /** Undefined for a request with a code in its address (`?code=`) or with its cookie; else why it is refused. */
  check(request: IncomingMessage): Refusal | undefined;
  /** What a request that was not refused may do. */
  roleOf(request: IncomingMessage): Role;
  /** A `Set-Cookie` header for a request that was not refused and has the code in its address. */
  cookieFor(request: IncomingMessage): string | undefined;
}

/** `full` may change something, such as hang up; `view` may watch only. */
type Role = "full" | "view";

/** Options of {@link createAccessCode}. */
export interface AccessCodeOptions {
  readonly code: string;
  /** A second code, which allows to watch only. */
  readonly viewOnlyCode?: string | undefined;
  /** Where browsers send the cookie. Called for each request. */
  readonly scopeOf: (request: IncomingMessage) => CookieScope;
  /** Port of the viewer. Browsers share cookies among the viewers of one machine. Called for each request. */
  readonly port: () => number;
  /** The address whose wrong codes are counted. */
  readonly addressOf: (request: IncomingMessage) => string;
}

/** Where browsers send a cookie. */
interface CookieScope {
  /** Over TLS only. */
  readonly secure: boolean;
  /** Path of the page, ending with `/`. */
  readonly path: string;
}

const codePattern = /^[A-Za-z0-9_-]{16,128}$/;
/** A browser keeps the cookie for a year after the link was opened. */
const maxAgeSeconds = 365 * 24 * 60 * 60;
const missing =
  "This page opens only by its whole link, which includes the code. The terminal of the sending machine shows the link, also as a QR code.";
const wrong =
  "The code in this link is not valid, or no longer. The terminal of the sending machine shows the current link, also as a QR code.";
const tooMany = "Too many wrong codes came from this address. Wait a minute, then open the whole link.";

/** Creates an {@link AccessCode}. Throws a `TypeError` for a code that is easy to guess or does not fit in an address. */
export function createAccessCode({ code, viewOnlyCode, scopeOf, port, addressOf }: AccessCodeOptions): AccessCode {
  const secrets = [secretOf("full", code), ...(viewOnlyCode === undefined ? [] : [secretOf("view", viewOnlyCode)])];
  if (code === viewOnlyCode) throw new TypeError("The code and the view-only code must differ.");
  const rateLimit = createCodeRateLimit();
  const roles = new WeakMap<IncomingMessage, Role>();

  const cookieName = ({ secure, path }: CookieScope): string =>
    `${secure ? (path === "/" ? "__Host-" : "__Secure-") : ""}framewire-${port()}`;

  /** The role of the code in the address; else why that is refused. */
  function checkCode(request: IncomingMessage): Role | Refusal {
    const given = codeIn(request.url);
    if (given === undefined) return { status: 401, error: missing };
    const address = addressOf(request);
    if (rateLimit.exceeded(address)) return { status: 429, error: tooMany };
    const role = secrets.find((secret) => isSame(given, secret.code))?.role;
    if (role !== undefined) return role;
    rateLimit.noteWrong(address);
    return { status: 401, error: wrong };
  }

  return {
    check(request) {
      const cookie = cookieOf(request.headers.cookie, cookieName(scopeOf(request)));
      const byCookie = secrets.find((secret) => isSame(cookie, secret.cookie))?.role;
      const byCode = checkCode(request);
      const role = typeof byCode === "string" ? byCode : byCookie;
      if (role === undefined) return byCode as Refusal;
      roles.set(request, role);
      return undefined;
    },
    roleOf: (request) => roles.get(request) ?? "view",
    cookieFor(request) {
      const given = codeIn(request.url);
      const role = roles.get(request);
      const secret = secrets.find((candidate) => candidate.role === role);
      if (given === undefined || secret === undefined) return undefined;
      const scope = scopeOf(request);
      const attributes = `Path=${scope.path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
      return `${cookieName(scope)}=${secret.cookie}; ${attributes}${scope.secure ? "; Secure" : ""}`;
    },
  };
}

interface Secret {
  readonly role: Role;
  readonly code: string;
  /** Value of the cookie. It is the same after a restart with the same code, which cannot be computed from it. */
  readonly cookie: string;
}

function secretOf(role: Role, code: string): Secret {
  if (!codePattern.test(code)) {
    throw new TypeError(
      'The code must be 16 to 128 letters, digits, "_" or "-", such as randomBytes(16) in base64url.',
    );
  }
  return { role, code, cookie: createHmac("sha256", code).update("framewire page cookie").digest("base64url") };
}

/** The code in an address. People may enter a whole link in the field for the code. */
function codeIn(url: string | undefined): string | undefined {
  const code = new URLSearchParams(url?.split("?", 2)[1] ?? "").get("code")?.trim();
  return code === undefined ? undefined : (/[?&]code=([\w-]+)/.exec(code)?.[1] ?? code);
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
