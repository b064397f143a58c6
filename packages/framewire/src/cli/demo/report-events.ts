/** The demo's messages about its two apps. */
import type { AppEvent } from "../output/events.ts";
import type { Reporter } from "../output/reporter.ts";

const titles = { server: "Server", client: "Client" } as const;

/** Reports an event of an app as a sentence. */
export function reportEvent(app: keyof typeof titles, event: AppEvent, { log, showPeer, showSource }: Reporter): void {
  const title = titles[app];
  switch (event.event) {
    case "viewer":
      log.info(`${title}'s page: ${event.url}`);
      break;
    case "source":
      showSource(`${title}'s source`, event);
      break;
    case "connected":
      log.info(`${title} is connected with ${event.remote.name}.`);
      break;
    case "stats":
      showPeer(app, title, event);
      break;
    case "closed":
      showPeer(app, title);
      log.info(`${title}: ${event.message} ${event.sent.frames} frames sent, ${event.received.frames} received.`);
  }
}
