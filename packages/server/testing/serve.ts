/** A server for tests. */

import { onTestFinished } from "vitest";
import { listen } from "../src/listen.ts";
import type { ListenOptions } from "../src/options.ts";
import type { Server } from "../src/server.ts";

/** One rendition: the test frames are no images that could be scaled. */
const ladder = [{ quality: 80, scale: 1, relativeBytes: 1 }];

/** Starts a server on a free port of 127.0.0.1, with one rendition. It is closed when the test ends. */
export async function serve(options: Partial<ListenOptions> = {}): Promise<{ server: Server; port: number }> {
  const server = await listen({
    port: 0,
    host: "127.0.0.1",
    security: { insecure: true },
    ...options,
    encoding: { ladder, ...options.encoding },
  });
  onTestFinished(() => server.close());
  return { server, port: server.address.port };
}
