import type { FastifyInstance } from "fastify";
import type { Door } from "./door.ts";

const headers: Readonly<Record<string, string>> = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(self), fullscreen=(self), picture-in-picture=(self), microphone=(), geolocation=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** Lets in whom the door lets in, and has each answer carry headers that let no other page embed or read it. */
export function addGuard(app: FastifyInstance, door: Door): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(headers);
    const refusal = door.refuse(request.raw);
    if (refusal) return reply.code(refusal.status).send({ error: refusal.error });
  });
}
