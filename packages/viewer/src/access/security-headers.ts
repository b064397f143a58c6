/** The hook that checks each request and sets the security headers of its reply. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Upgrades } from "../sockets/upgrades.ts";
import type { Access } from "./access.ts";
import { plainStyleSource, redirectPage, refusalPage } from "./plain-pages.ts";
import type { Refusal } from "./refusal.ts";

const headers: Readonly<Record<string, string>> = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `style-src 'self' ${plainStyleSource}`,
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; "),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(self), fullscreen=(self), picture-in-picture=(self), microphone=(), geolocation=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/**
 * Refuses requests and WebSockets that `access` does not allow, and sets headers that let no other site embed or read a
 * reply. A request for the page with the code in its address receives a cookie and is redirected, so that the code does
 * not stay in the address.
 */
export function addAccessHook(app: FastifyInstance, access: Access, upgrades: Upgrades): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(headers);
    const isUpgrade = upgrades.has(request.raw);
    const refusal = isUpgrade ? access.checkUpgrade(request.raw) : access.check(request.raw);
    if (refusal) return sendRefusal(request, reply, refusal);
    if (isUpgrade && !request.routeOptions.config.webSocket) {
      return sendRefusal(request, reply, { status: 404, error: "There is no WebSocket at this address." });
    }
    const cookie = request.url.startsWith("/?") ? access.cookieFor(request.raw) : undefined;
    if (cookie === undefined) return;
    reply.header("Set-Cookie", cookie).header("Cache-Control", "no-store");
    // A browser does not send a SameSite=Strict cookie after a redirect that began at another site; a page of our own can.
    if (request.headers["sec-fetch-site"] === "cross-site")
      return reply.type("text/html; charset=utf-8").send(redirectPage);
    // Relative: behind a reverse proxy the page may be in a folder.
    return reply.redirect("./", 303);
  });
}

function sendRefusal(request: FastifyRequest, reply: FastifyReply, { status, error }: Refusal): FastifyReply {
  reply.code(status).header("Cache-Control", "no-store");
  if (status === 429) reply.header("Retry-After", "60");
  if (status === 503) reply.header("Connection", "close");
  const wantsPage = request.headers.accept?.includes("text/html");
  return wantsPage
    ? reply.type("text/html; charset=utf-8").send(refusalPage(error, { asksForCode: status === 401 }))
    : reply.send({ error });
}
