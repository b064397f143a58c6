import type { Probe } from "../peers/probe.ts";
import { heard, listening, peerPath } from "./contestants.ts";
import type { Lab } from "./lab.ts";
import { jsonLines } from "./lines.ts";
import { type LinkOptions, nearAddress, openLink } from "./link.ts";
import { payloadShare } from "./verdict.ts";

/** What a plain TCP transfer says of a link. */
export interface Check extends Probe {
  readonly link: LinkOptions;
  /** The link does what it is said to do. */
  readonly fits: boolean;
}

const attempts = 3;
const port = 4699;

/** Tries each of some links, those that are the same once. */
export async function checkLinks(
  lab: Lab,
  links: readonly LinkOptions[],
  each: (check: Check) => void,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const link of new Map(links.map((link) => [JSON.stringify(link), link])).values()) {
    const check = await checkLink(lab, link);
    checks.push(check);
    each(check);
  }
  return checks;
}

/** Tries a link with a plain TCP transfer, a few times where the machine is busy. */
async function checkLink(lab: Lab, options: LinkOptions): Promise<Check> {
  let check: Check;
  let attempt = 0;
  do check = await checkOnce(lab, options);
  while (!check.fits && ++attempt < attempts);
  return check;
}

async function checkOnce(lab: Lab, options: LinkOptions): Promise<Check> {
  const link = await openLink(lab, options);
  const [near, far] = lab.namespaces;
  const server = lab.spawn(near, [process.execPath, peerPath("probe"), "serve", String(port)], heard);
  try {
    await listening(server);
    const client = lab.spawn(far, [process.execPath, peerPath("probe"), "call", nearAddress, String(port)], heard);
    if (!client.stdout) throw new Error("The probe has no output.");
    for await (const probe of jsonLines<Probe>(client.stdout))
      return { ...probe, link: options, fits: fits(probe, options) };
    throw new Error("The probe of the link ended early; its last words are above.");
  } finally {
    await lab.kill(server);
    await link.close();
  }
}

/** How fast it is with losses says more of TCP's congestion control than of the link. */
function fits({ rttMs, rate: seen }: Probe, { rate, delayMs, loss }: LinkOptions): boolean {
  const share = seen / (rate * payloadShare);
  return rttMs >= 2 * delayMs && rttMs < 2 * (delayMs + 2) && share < 1.02 && (share > 0.9 || loss > 0);
}

/** Says what was measured. */
export function describeCheck({ link, rttMs, rate, fits }: Check): string {
  const { delayMs, loss } = link;
  const name = `${link.rate / 1e6} Mbit/s, ${delayMs} ms${loss > 0 ? `, ${loss * 100} % loss` : ""}`;
  const seen = `${(rate / 1e6).toFixed(1)} Mbit/s of payload, round trip ${rttMs.toFixed(1)} ms`;
  return `${name}: plain TCP has ${seen}${fits ? "" : " — THIS IS NOT THE LINK IT SHOULD BE; is the machine busy?"}\n`;
}
