import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createGuessLimit } from "./code-rate-limit.ts";
import type { Refusal } from "./refusal.ts";

/** Lets in only who knows the viewer's code. */
export interface CodeCheck {
  /** Undefined for who has the code in the address (`?code=`), or the cookie that was given for it. */
  refuse(request: IncomingMessage): Refusal | undefined;
  /** The cookie for who has come with the code in the address: a `Set-Cookie` header. */
  cookieFor(request: IncomingMessage): string | undefined;
}

/** What a {@link CodeCheck} goes by. */
export interface CodeCheckOptions {
  readonly code: string;
  /** The cookie goes over TLS only. */
  readonly secure: boolean;
  /** Port of the viewer; asked when a request comes. Viewers of one machine share its cookies. */
  readonly port: () => number;
}

const codePattern = /^[A-Za-z0-9_-]{16,128}$/;
const missing =
  "This page opens only by its whole link, with the code in it. Where the pictures come from, the link and a QR code of it stand in the terminal.";
const wrong =
  "The code in this link is not, or no longer, the right one. Where the pictures come from, the link and a QR code of it stand in the terminal.";
const tooMany = "Too many wrong codes came from here. Wait a minute, then open the whole link.";

/** Makes a {@link CodeCheck}. Throws a `TypeError` for a code that could be guessed, or does not fit in an address. */
export function createCodeCheck({ code, secure, port }: CodeCheckOptions): CodeCheck {
  if (!codePattern.test(code)) {
    throw new TypeError(
      'The code must be 16 to 128 letters, digits, "_" or "-", such as randomBytes(16) in base64url.',
    );
  }
  // Whoever has it has had the code; from it, the code cannot be told.
  const pass = randomBytes(32).toString("base64url");
  const guesses = createGuessLimit();
  const cookieName = (): string => `${secure ? "__Host-" : ""}framewire-${port()}`;

  return {
    refuse({ url, headers, socket: { remoteAddress = "" } }) {
      if (same(cookieOf(headers.cookie, cookieName()), pass)) return undefined;
      const given = codeIn(url);
      if (given === undefined) return { status: 401, error: missing };
      if (guesses.tooMany(remoteAddress)) return { status: 429, error: tooMany };
      if (same(given, code)) return undefined;
      guesses.wrong(remoteAddress);
      return { status: 401, error: wrong };
    },
    cookieFor({ url }) {
      if (codeIn(url) === undefined) return undefined;
      return `${cookieName()}=${pass}; Path=/; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
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

/** Takes the same time whatever the difference: digests have one length. */
function same(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
