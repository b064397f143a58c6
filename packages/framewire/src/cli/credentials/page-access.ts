import { randomBytes } from "node:crypto";
import type { Logger } from "@framewire/media";
import { isLoopback, type ViewerOptions } from "@framewire/viewer";
import { lanAddress } from "../views/lan-address.ts";
import { type Certificate, keptCertificate, stateFolder } from "./certificate.ts";

/** How people come to the page. */
export interface Entrance {
  /** What the viewer needs for it. */
  readonly options: Pick<ViewerOptions, "tls" | "code">;
  /** The page's whole link, of a viewer at this address: with the code, where there is one. */
  linkOf(url: string): string;
  /** The certificate that browsers will ask about; undefined without one. */
  readonly certificate: Certificate | undefined;
}

const open: Entrance = { options: {}, linkOf: (url) => url, certificate: undefined };

/**
 * On loopback the page is for everybody on this machine. On any other address it speaks https, since browsers share
 * cameras over nothing less, and lets in only who has the link with the code of this start.
 */
export async function prepareEntrance(host: string, log: Logger): Promise<Entrance> {
  if (isLoopback(host)) return open;
  const certificate = await keptCertificate(stateFolder(), log);
  const code = randomBytes(16).toString("base64url");
  return {
    options: { tls: certificate, code },
    linkOf: (url) => `https://${lanAddress(host)}:${new URL(url).port}/?code=${code}`,
    certificate,
  };
}
