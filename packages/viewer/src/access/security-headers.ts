import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Door } from "./access.ts";
import { entrancePage, refusalPage } from "./plain-pages.ts";
import type { Refusal } from "./refusal.ts";

const headers: Readonly<Record<string, string>> = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
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

/**
 * Lets in whom the door lets in, and has each answer carry headers that let no other page embed or read it. Who comes
 * to the page with the code gets a cookie for it and is sent on, so that the code does not stay in the address.
 */
export function addGuard(app: FastifyInstance, door: Door): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(headers);
    const refusal = door.refuse(request.raw);
    if (refusal) return sendRefusal(request, reply, refusal);
    const cookie = request.url.startsWith("/?") ? door.cookieFor(request.raw) : undefined;
    if (cookie === undefined) return;
    reply.header("Set-Cookie", cookie).header("Cache-Control", "no-store");
    // Such a cookie is not sent after a redirect that began at another site: there a page of ours has to lead on.
    if (request.headers["sec-fetch-site"] === "cross-site")
      return reply.type("text/html; charset=utf-8").send(entrancePage);
    return reply.redirect("/", 303);
  });
}

function sendRefusal(request: FastifyRequest, reply: FastifyReply, { status, error }: Refusal): FastifyReply {
  reply.code(status).header("Cache-Control", "no-store");
  if (status === 429) reply.header("Retry-After", "60");
  if (status === 503) reply.header("Connection", "close");
  const people = request.headers.accept?.includes("text/html");
  return people ? reply.type("text/html; charset=utf-8").send(refusalPage(error)) : reply.send({ error });
}
