import { onTestFinished } from "vitest";
import { type ListenOptions, listen } from "../src/listen.ts";
import type { Server } from "../src/server.ts";

/** What tests show is no picture, so that none can be made smaller. */
const levels = [{ quality: 80, scale: 1, share: 1 }];

/** How connections are protected, where a test does not say: not at all, since most are about something else. */
const unprotected = ({ key, tls }: ListenOptions): { readonly insecure?: true } =>
  key === undefined && tls === undefined ? { insecure: true } : {};

/** A server on a free port of 127.0.0.1, which is closed when the test ends. It has one level. */
export async function serve(options: ListenOptions = {}): Promise<{ server: Server; port: number }> {
  const server = await listen({ port: 0, host: "127.0.0.1", levels, ...unprotected(options), ...options });
  onTestFinished(() => server.close());
  return { server, port: server.address.port };
}
