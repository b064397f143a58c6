import { createMailbox, onAbort, sleep } from "@framewire/media";
import type { FastifyInstance } from "fastify";
import type { Gateway } from "./gateway.ts";
import { hold } from "./hold.ts";

const tellEveryMs = 1000;
/** Changes that come faster than this are told together. */
const tellAtMostEveryMs = 50;

/** `/healthz`, `/streams` (the state, once) and `/events` (the state each second and at each change). */
export function addStateRoutes(app: FastifyInstance, gateway: Gateway): void {
  const { board } = gateway;

  app.get("/healthz", (_request, reply) => reply.header("Cache-Control", "no-store").send({ status: "ok" }));

  app.get("/streams", (_request, reply) => reply.header("Cache-Control", "no-store").send(board.state()));

  app.get("/events", async (request, reply) => {
    reply.header("Content-Type", "text/event-stream");
    reply.header("Cache-Control", "no-store");
    if (request.method === "HEAD") return reply.send();
    const response = hold(reply, gateway, gateway.signal, "A page");

    // The mailbox holds only that there is something to tell: a reader that comes back gets the newest.
    const news = createMailbox<undefined>();
    const tell = (): void => news.put(undefined);
    const timer = setInterval(tell, tellEveryMs);
    const forget = board.onChange(tell);
    onAbort(response.signal, () => news.close());
    try {
      tell();
      while (!(await news.take()).done) {
        const event = Buffer.from(`data: ${JSON.stringify(board.state())}\n\n`);
        if (!(await response.write([event]))) break;
        await sleep(tellAtMostEveryMs, response.signal).catch(() => {});
      }
      response.end();
    } finally {
      clearInterval(timer);
      forget();
    }
    return reply;
  });
}
