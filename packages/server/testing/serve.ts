import { onTestFinished } from "vitest";
import { type ListenOptions, listen } from "../src/listen.ts";
import type { Server } from "../src/server.ts";

/** A server on a free port of 127.0.0.1, which is closed when the test ends. */
export async function serve(options: ListenOptions = {}): Promise<{ server: Server; port: number }> {
  const server = await listen({ port: 0, host: "127.0.0.1", ...options });
  onTestFinished(() => server.close());
  return { server, port: server.address.port };
}
