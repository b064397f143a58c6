import { once } from "node:events";
import { createServer } from "node:net";
import type { Finding, Looked } from "./finding.ts";

/** A port that an app takes unless told otherwise. */
interface UsualPort {
  readonly port: number;
  /** Where the app listens. */
  readonly host: string;
  readonly what: string;
}

/** Whether a usual port can be had. */
export interface PortReport {
  readonly port: number;
  /** What takes it. */
  readonly what: string;
  readonly free: boolean;
}

/** As the server and the client have them by default. */
export const usualPorts: readonly UsualPort[] = [
  { port: 4700, host: "0.0.0.0", what: "server" },
  { port: 4780, host: "127.0.0.1", what: "the server's page" },
  { port: 4781, host: "127.0.0.1", what: "the client's page" },
];

/** How far above a port that is taken another one is looked for. */
const reach = 20;

/** Looks whether the usual ports can be had, by taking each for a moment. */
export async function lookAtPorts(
  signal: AbortSignal,
  ports: readonly UsualPort[] = usualPorts,
): Promise<Looked<readonly PortReport[]>> {
  const data: PortReport[] = [];
  const findings: Finding[] = [];
  for (const { port, host, what } of ports) {
    signal.throwIfAborted();
    const error = await takeAndGive(port, host);
    data.push({ port, what, free: error === undefined });
    if (error === undefined) continue;
    const says =
      error === "EADDRINUSE"
        ? `${port} is taken, by a ${what} that runs here or another program`
        : `${port} cannot be had (${error})`;
    findings.push({
      topic: "Ports",
      state: "advice",
      says: says.replace("by a the", "by the"),
      fix: await fixFor(port, host, what),
    });
  }
  const free = data.filter((port) => port.free).map(({ port }) => port);
  if (free.length > 0)
    findings.unshift({
      topic: "Ports",
      state: "fine",
      says: `${listed(free)} ${free.length === 1 ? "is" : "are"} free`,
    });
  return { data, findings };
}

/** What keeps a port from being had: the system's code; undefined where nothing does. */
async function takeAndGive(port: number, host: string): Promise<string | undefined> {
  const tcp = createServer();
  try {
    tcp.listen({ port, host, exclusive: true });
    await once(tcp, "listening");
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "no code";
  } finally {
    tcp.close();
  }
}

async function fixFor(port: number, host: string, what: string): Promise<string> {
  if (what !== "server") return `Nothing needs to be done: ${what} takes another port, and says which.`;
  for (let other = port + 1; other <= port + reach; other++) {
    if ((await takeAndGive(other, host)) === undefined) {
      return `End that program, or take another port: pnpm --filter server start --port ${other}`;
    }
  }
  return "End that program, or take another port: pnpm --filter server start --port 0";
}

function listed(ports: readonly number[]): string {
  return [ports.slice(0, -1).join(", "), ports.at(-1)].filter((part) => part !== "").join(" and ");
}
