/** Checks whether the default ports are free. */
import { once } from "node:events";
import { createServer } from "node:net";
import type { CheckResult, Finding } from "./finding.ts";

/** A port that an app uses by default. */
interface DefaultPort {
  readonly port: number;
  /** The address that the app listens on. */
  readonly host: string;
  /** What uses it. */
  readonly what: string;
}

/** The state of a default port. */
export interface PortReport {
  readonly port: number;
  /** What uses it. */
  readonly what: string;
  readonly free: boolean;
}

/** The defaults of the server and the client. */
export const defaultPorts: readonly DefaultPort[] = [
  { port: 4700, host: "0.0.0.0", what: "server" },
  { port: 4780, host: "127.0.0.1", what: "the server's page" },
  { port: 4781, host: "127.0.0.1", what: "the client's page" },
];

const topic = "Ports";

/** How many ports above one that is in use are tried. */
const maxAbove = 20;

/** Checks whether the ports are free, by listening on each for a moment. */
export async function checkPorts(
  signal: AbortSignal,
  ports: readonly DefaultPort[] = defaultPorts,
): Promise<CheckResult<readonly PortReport[]>> {
  const data: PortReport[] = [];
  const findings: Finding[] = [];
  for (const { port, host, what } of ports) {
    signal.throwIfAborted();
    const errorCode = await probePort(port, host);
    data.push({ port, what, free: errorCode === undefined });
    if (errorCode !== undefined && what === "server") findings.push(await serverFinding(port, host, errorCode));
  }
  const free = data.filter((port) => port.free);
  const pages = data.filter((port) => !port.free && port.what !== "server");
  if (free.length > 0) findings.unshift({ topic, status: "ok", message: `${formatPorts(free)} free` });
  if (pages.length > 0) {
    // No fix is needed: the page uses another port, and the app reports it.
    findings.push({
      topic,
      status: "info",
      message: `${formatPorts(pages)} in use; the page will use another port`,
    });
  }
  return { data, findings };
}

async function serverFinding(port: number, host: string, errorCode: string): Promise<Finding> {
  const state =
    errorCode === "EADDRINUSE"
      ? "is in use, by a running server or another program"
      : `is not available (${errorCode})`;
  const other = await freePortAbove(port, host);
  const fix = `End that program, or use another port: pnpm --filter server start --port ${other}`;
  return { topic, status: "warning", message: `${port} ${state}`, fix };
}

/** Returns a free port, or 0, which lets the system choose, if there is none nearby. */
async function freePortAbove(port: number, host: string): Promise<number> {
  for (let other = port + 1; other <= port + maxAbove; other++) {
    if ((await probePort(other, host)) === undefined) return other;
  }
  return 0;
}

/** Listens on a port for a moment. Returns the error's code, or undefined if the port is free. */
async function probePort(port: number, host: string): Promise<string | undefined> {
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

/** Returns a text such as `4700, 4780 and 4781 are`. */
function formatPorts(ports: readonly PortReport[]): string {
  const numbers = ports.map(({ port }) => port);
  const last = numbers.pop();
  return numbers.length === 0 ? `${last} is` : `${numbers.join(", ")} and ${last} are`;
}
