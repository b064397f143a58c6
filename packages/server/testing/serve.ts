import { onTestFinished } from "vitest";
import { type ListenOptions, listen } from "../src/listen.ts";
import type { Server } from "../src/server.ts";

/** What tests show is no picture, so that none can be made smaller. */
const ladder = [{ quality: 80, scale: 1, relativeBytes: 1 }];

/** A server on a free port of 127.0.0.1, which is closed when the test ends. It has one level. */
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
