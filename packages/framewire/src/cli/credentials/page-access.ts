/** The access to the page: open to this machine, or only by its link. */
import { randomBytes } from "node:crypto";
import type { Logger } from "@framewire/media";
import { isLoopback, type ViewerOptions } from "@framewire/viewer";
import { lanAddress } from "../views/lan-address.ts";
import { type Certificate, loadOrCreateCertificate, stateDirectory } from "./certificate.ts";

/**
 * Prepares access to a page on `host`. On loopback it is open to everybody on this machine. On any other address it uses
 * https, which browsers require for sharing a camera, and a code that is new at each start.
 */
export async function preparePageAccess(host: string, log: Logger): Promise<PageAccess> {
  if (isLoopback(host)) return open;
  const certificate = await loadOrCreateCertificate(stateDirectory(), log);
  const code = randomBytes(16).toString("base64url");
  return {
    options: { tls: certificate, code },
    urlFor: (url) => `https://${lanAddress(host)}:${new URL(url).port}/?code=${code}`,
    certificate,
  };
}

/** How the page is accessed. */
export interface PageAccess {
  /** Options of the viewer. */
  readonly options: Pick<ViewerOptions, "tls" | "code">;
  /** Returns the page's whole URL for a viewer at this address, with the code if there is one. */
  urlFor(url: string): string;
  /** The certificate that browsers will warn about; undefined without https. */
  readonly certificate: Certificate | undefined;
}

const open: PageAccess = { options: {}, urlFor: (url) => url, certificate: undefined };
