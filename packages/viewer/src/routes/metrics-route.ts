/** The route `/metrics`. */

import type { FastifyInstance } from "fastify";
import { createMetrics, type MetricsOptions } from "./metrics.ts";

/** Adds `/metrics`: the viewer's metrics for Prometheus. */
export function addMetricsRoute(app: FastifyInstance, options: MetricsOptions): void {
  const metrics = createMetrics(options);
  app.get("/metrics", async (_request, reply) =>
    reply
      .header("Cache-Control", "no-store")
      .type(metrics.contentType)
      .send(await metrics.metrics()),
  );
}
