import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";

const headers: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** Whether only this machine reaches the address. */
export function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.") || address.startsWith("::ffff:127.");
}

/**
 * Keeps other sites out. Each answer carries headers that let no other page embed or read it; and on a
 * loopback address only requests by that address are answered, so that a name that somebody points to
 * 127.0.0.1 (DNS rebinding) opens nothing.
 */
export function addGuard(app: FastifyInstance): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(headers);
    const { address, port } = app.server.address() as AddressInfo;
    if (!isLoopback(address) || isOwnHost(request.headers.host, port)) return;
    const error = `This viewer answers only to this machine: open http://localhost:${port}/ on it.`;
    return reply.code(403).send({ error });
  });
}

function isOwnHost(host: string | undefined, port: number): boolean {
  if (host === undefined) return false;
  const names = ["localhost", "127.0.0.1", "[::1]"];
  const name = host.toLowerCase();
  return names.some((own) => name === `${own}:${port}` || (port === 80 && name === own));
}
