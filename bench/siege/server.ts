/** The server of `pnpm bench siege`: sends a JPEG camera, and reports its memory and CPU. */
import { createPairingKey } from "@framewire/security";
import { listen } from "@framewire/server";
import { encodedPattern } from "../encoded-pattern.ts";
import { requests, sendMessage } from "../peer.ts";

/** Its first message. */
export interface Listening {
  readonly port: number;
  readonly key: string;
}

/** Its answer to "stop": what it used since "start". */
export interface Usage {
  /** Peak memory. */
  readonly rssBytes: number;
  readonly cpuPercent: number;
}

const key = createPairingKey();
const server = await listen({ port: 0, host: "0.0.0.0", source: await encodedPattern(), security: { key } });
let rssBytes = 0;
let start = { cpu: process.cpuUsage(), at: performance.now() };
setInterval(() => {
  rssBytes = Math.max(rssBytes, process.memoryUsage.rss());
}, 100).unref();

sendMessage({ port: server.address.port, key } satisfies Listening);
for await (const request of requests<"start" | "stop">()) {
  if (request === "start") {
    rssBytes = process.memoryUsage.rss();
    start = { cpu: process.cpuUsage(), at: performance.now() };
  } else {
    const { user, system } = process.cpuUsage(start.cpu);
    sendMessage({ rssBytes, cpuPercent: (user + system) / (performance.now() - start.at) / 10 } satisfies Usage);
  }
}
process.exit();
