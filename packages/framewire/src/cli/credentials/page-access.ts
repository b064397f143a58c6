/** The access to the page: open to this machine, or only by its link. */
import type { Logger } from "@framewire/media";
import { isLoopback, type ViewerOptions } from "@framewire/viewer";
import { UsageError } from "../options/usage-error.ts";
import { lanAddress } from "../views/lan-address.ts";
import { type Certificate, loadOrCreateCertificate, stateDirectory } from "./certificate.ts";
import { loadOrCreateCodes } from "./stored-code.ts";

/**
 * Prepares access to a page on `viewHost`. On loopback it is open to everybody on this machine. On any other address it
 * uses https, which browsers require for sharing a camera, and a code that stays the same until `newCode`. Behind a
 * reverse proxy (`viewOrigin`) it needs the code, too. Throws a {@link UsageError} for a link that does not exist.
 */
export async function preparePageAccess(options: PageAccessOptions, log: Logger): Promise<PageAccess> {
  const { viewHost, viewOrigin, newCode, viewOnlyLink = false } = options;
  const local = isLoopback(viewHost);
  if (local && viewOrigin === undefined) {
    if (newCode) await loadOrCreateCodes(log, { fresh: true });
    if (!viewOnlyLink) return open;
    throw new UsageError(
      `--view-only-link: the page at ${viewHost} is open to everybody on this machine, without a code. Add --view-host 0.0.0.0 or --view-origin.`,
    );
  }
  const { code, viewOnlyCode } = await loadOrCreateCodes(log, { fresh: newCode ?? false });
  const certificate = local ? undefined : await loadOrCreateCertificate(stateDirectory(), log);
  const pageUrl = (url: string): string => viewOrigin ?? `https://${lanAddress(viewHost)}:${new URL(url).port}/`;
  return {
    options: { tls: certificate, code, viewOnlyCode, publicUrl: viewOrigin },
    urlFor: (url) => `${pageUrl(url)}?code=${code}`,
    viewOnlyUrlFor: (url) => `${pageUrl(url)}?code=${viewOnlyCode}`,
    certificate,
  };
}

/** What decides about the access. */
export interface PageAccessOptions {
  readonly viewHost: string;
  /** The page's address behind a reverse proxy, ending with `/`. */
  readonly viewOrigin?: string | undefined;
  /** Replaces the stored code, so that the former links no longer work. */
  readonly newCode?: boolean | undefined;
  /** The link that may watch only is wanted. */
  readonly viewOnlyLink?: boolean | undefined;
}

/** How the page is accessed. */
export interface PageAccess {
  /** Options of the viewer. */
  readonly options: Pick<ViewerOptions, "tls" | "code" | "viewOnlyCode" | "publicUrl">;
  /** Returns the page's whole URL for a viewer at this address, with the code if there is one. */
  urlFor(url: string): string;
  /** Returns the URL that may watch only; undefined where the page has no code. */
  viewOnlyUrlFor(url: string): string | undefined;
  /** The certificate that browsers will warn about; undefined without https. */
  readonly certificate: Certificate | undefined;
}

const open: PageAccess = {
  options: {},
  urlFor: (url) => url,
  viewOnlyUrlFor: () => undefined,
  certificate: undefined,
};
