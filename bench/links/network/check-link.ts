/** Checks the emulator: a plain TCP transfer over a link measures its rate and delay. */
import { nodeProgram, onMessage } from "../../peer.ts";
import type { Probe } from "../peers/probe.ts";
import { payloadPart } from "../results/goals.ts";
import { listening } from "../systems.ts";
import { type LinkOptions, nearAddress, openLink } from "./link.ts";
import { type Namespaces, pipedOutput } from "./namespaces.ts";

/** The transfer over one link. */
export interface Check extends Probe {
  readonly link: LinkOptions;
  /** Whether the measured rate and delay are those of the link. */
  readonly fits: boolean;
}

const attempts = 3;
const port = 4699;

/** Checks each link once, up to three times where the machine is busy. */
export async function checkLinks(
  namespaces: Namespaces,
  links: readonly LinkOptions[],
  onCheck: (check: Check) => void,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const link of new Map(links.map((link) => [JSON.stringify(link), link])).values()) {
    let check = await checkOnce(namespaces, link);
    for (let attempt = 1; attempt < attempts && !check.fits; attempt++) check = await checkOnce(namespaces, link);
    checks.push(check);
    onCheck(check);
  }
  return checks;
}

async function checkOnce(namespaces: Namespaces, options: LinkOptions): Promise<Check> {
  const link = await openLink(namespaces, options);
  const server = namespaces.spawn(namespaces.near, nodeProgram("links/peers/probe", "serve", port), pipedOutput);
  try {
    await listening(server);
    const command = nodeProgram("links/peers/probe", "measure", nearAddress, port);
    const client = namespaces.spawn(namespaces.far, command, pipedOutput);
    const probe = await new Promise<Probe>((resolve, reject) => {
      onMessage<Probe>(client, resolve);
      client.once("close", () => reject(new Error("The probe of the link ended early; the lines above say why.")));
    });
    return { ...probe, link: options, fits: fits(probe, options) };
  } finally {
    await namespaces.kill(server);
    await link.close();
  }
}

/** With losses the rate depends on TCP's congestion control, so it has no lower bound. */
function fits({ rttMs, rate: measured }: Probe, { rate, delayMs, loss }: LinkOptions): boolean {
  const ratio = measured / (rate * payloadPart);
  return rttMs >= 2 * delayMs && rttMs < 2 * (delayMs + 2) && ratio < 1.02 && (ratio > 0.9 || loss > 0);
}

/** One line. */
export function describeCheck({ link, rttMs, rate, fits }: Check): string {
  const { delayMs, loss } = link;
  const name = `${link.rate / 1e6} Mbit/s, ${delayMs} ms${loss > 0 ? `, ${loss * 100} % loss` : ""}`;
  const measured = `${(rate / 1e6).toFixed(1)} Mbit/s of payload, round trip ${rttMs.toFixed(1)} ms`;
  return `${name}: plain TCP has ${measured}${fits ? "" : " — NOT AS IT SHOULD BE; is the machine busy?"}\n`;
}
