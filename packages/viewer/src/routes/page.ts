import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

const page = fileURLToPath(new URL("../../dist/page/", import.meta.url));

/**
 * `/`: the page, from this package's own files, compressed where they lie there so. What is in `assets/` has its
 * content in its name and never changes; the rest is asked for anew each time, and mostly is what it was.
 */
export function addPageRoute(app: FastifyInstance): void {
  app.register(fastifyStatic, {
    root: page,
    wildcard: false,
    decorateReply: false,
    preCompressed: true,
    cacheControl: false,
    globIgnore: ["**/*.br", "**/*.gz"],
    setHeaders(reply, path) {
      const hashed = path.includes("/assets/");
      reply.header("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}
