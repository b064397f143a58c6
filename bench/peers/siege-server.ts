/** The server of `bench/siege.ts`: shows a JPEG camera to whoever comes, and tells how much it took of the machine. */
import { createPairingKey } from "@framewire/security";
import { listen } from "@framewire/server";
import { stillCamera } from "../still-camera.ts";

/** Where the server is, and what lets a client in. */
export interface Place {
  readonly port: number;
  readonly key: string;
}

/** What the server took of the machine. */
export interface Usage {
  /** The most memory that it had. */
  readonly rssBytes: number;
  readonly cpuPercent: number;
}

const key = createPairingKey();
const server = await listen({ port: 0, host: "0.0.0.0", source: await stillCamera(), security: { key } });
let most = 0;
let since = { cpu: process.cpuUsage(), at: performance.now() };
setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 100).unref();

process.on("message", (message: { readonly begin?: true }) => {
  if (message.begin) {
    most = process.memoryUsage.rss();
    since = { cpu: process.cpuUsage(), at: performance.now() };
    return;
  }
  const { user, system } = process.cpuUsage(since.cpu);
  const cpuPercent = (user + system) / (performance.now() - since.at) / 10;
  process.send?.({ usage: { rssBytes: most, cpuPercent } satisfies Usage });
});
process.once("disconnect", () => void server.close());
process.send?.({ place: { port: server.address.port, key } satisfies Place });
