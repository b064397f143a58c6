/** The access codes of this user's pages, stored in a file so that their links stay the same. */
import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Logger } from "@framewire/media";
import { stateDirectory } from "./certificate.ts";
import { loadOrCreateSecret } from "./stored-secret.ts";

/** The codes of a page's two links. */
export interface PageCodes {
  readonly code: string;
  /** For a link that may watch only. It is derived from the code, and the code cannot be computed from it. */
  readonly viewOnlyCode: string;
}

/** Returns the codes that the page's links have at each start. They are new if there are none or if `fresh` is true. */
export async function loadOrCreateCodes(
  log: Logger,
  {
    fresh = false,
    file = join(stateDirectory(), "page-code"),
  }: { readonly fresh?: boolean; readonly file?: string } = {},
): Promise<PageCodes> {
  const { secret: code } = await loadOrCreateSecret({ file, name: "page's code", create, parse }, log, fresh);
  const digest = createHmac("sha256", code).update("framewire view-only code").digest();
  return { code, viewOnlyCode: digest.subarray(0, codeBytes).toString("base64url") };
}

const codeBytes = 16;

function create(): string {
  return randomBytes(codeBytes).toString("base64url");
}

function parse(text: string): string {
  const code = text.trim();
  if (!/^[\w-]{22}$/.test(code)) throw new RangeError("A page's code has 22 letters, digits, _ or -.");
  return code;
}
