import type { FastifyInstance } from "fastify";
import { createMetrics, type MetricsOptions } from "./metrics.ts";

/** `/metrics`: the viewer's figures for Prometheus. */
export function addMetricsRoute(app: FastifyInstance, options: MetricsOptions): void {
  const registry = createMetrics(options);
  app.get("/metrics", async (_request, reply) =>
    reply
      .header("Cache-Control", "no-store")
      .type(registry.contentType)
      .send(await registry.metrics()),
  );
}
