/**
 * The server of `bench/stall.ts`, in a process of its own: it shows a JPEG camera to whoever comes, and
 * tells its parent who is there and how much memory it has.
 */
import type { ConnectionStats } from "@framewire/protocol";
import { listen } from "@framewire/server";
import { stillCamera } from "../still-camera.ts";
import { unprotected } from "../unprotected.ts";

/** What the server says. */
export type News =
  | { readonly news: "listening"; readonly port: number }
  | { readonly news: "opened"; readonly name: string }
  | { readonly news: "closed"; readonly name: string; readonly by: string }
  | {
      readonly news: "sample";
      readonly rssBytes: number;
      readonly clients: readonly (Pick<ConnectionStats, "window" | "inFlight"> & { readonly name: string })[];
    };

function tell(news: News): void {
  process.send?.(news);
}

const server = await listen({ ...unprotected, port: 0, host: "127.0.0.1", source: await stillCamera() });
const clients = new Map<string, { stats(): ConnectionStats }>();
tell({ news: "listening", port: server.address.port });
const sampling = setInterval(() => {
  const windows = [...clients].map(([name, connection]) => {
    const { window, inFlight } = connection.stats();
    return { name, window, inFlight };
  });
  tell({ news: "sample", rssBytes: process.memoryUsage.rss(), clients: windows });
}, 250);
process.once("disconnect", () => void server.close());
for await (const connection of server) {
  const { name } = connection.remote;
  clients.set(name, connection);
  tell({ news: "opened", name });
  void connection.closed.then(({ by }) => {
    clients.delete(name);
    if (process.connected) tell({ news: "closed", name, by });
  });
}
clearInterval(sampling);
