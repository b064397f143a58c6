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

const topic = "Ports";

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
    const problem = await takeAndGive(port, host);
    data.push({ port, what, free: problem === undefined });
    if (problem !== undefined && what === "server") findings.push(await serverFinding(port, host, problem));
  }
  const free = data.filter((port) => port.free);
  const pages = data.filter((port) => !port.free && port.what !== "server");
  if (free.length > 0) findings.unshift({ topic, state: "fine", says: `${listed(free)} free` });
  if (pages.length > 0) {
    // Nothing needs to be done: a page takes another port, and its app says which.
    findings.push({ topic, state: "note", says: `${listed(pages)} taken; a page takes another port by itself` });
  }
  return { data, findings };
}

async function serverFinding(port: number, host: string, problem: string): Promise<Finding> {
  const why =
    problem === "EADDRINUSE" ? "is taken, by a server that runs here or another program" : `cannot be had (${problem})`;
  const other = await freePortAbove(port, host);
  const fix = `End that program, or take another port: pnpm --filter server start --port ${other}`;
  return { topic, state: "advice", says: `${port} ${why}`, fix };
}

/** 0, by which the system chooses, where there is none nearby. */
async function freePortAbove(port: number, host: string): Promise<number> {
  for (let other = port + 1; other <= port + reach; other++) {
    if ((await takeAndGive(other, host)) === undefined) return other;
  }
  return 0;
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

/** Such as `4700, 4780 and 4781 are`. */
function listed(ports: readonly PortReport[]): string {
  const numbers = ports.map(({ port }) => port);
  const last = numbers.pop();
  return numbers.length === 0 ? `${last} is` : `${numbers.join(", ")} and ${last} are`;
}
