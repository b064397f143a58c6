/** The route of the page and its assets. */

import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";

const page = fileURLToPath(new URL("../../dist/page/", import.meta.url));

/**
 * Adds `/`: the page from this package's own files, compressed where a compressed copy exists. Names in `assets/` have a
 * hash of the content, so browsers cache them for good; they revalidate the rest at each load.
 */
export async function addPageRoute(app: FastifyInstance): Promise<void> {
  const { default: fastifyStatic } = await import("@fastify/static");
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
