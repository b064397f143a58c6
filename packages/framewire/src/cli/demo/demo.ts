/** The command `framewire demo`. */
import { onAbort } from "@framewire/media";
import { createPairingKey } from "@framewire/security";
import { Command } from "commander";
import { parseDuration } from "../options/parse.ts";
import { keyVariable } from "../options/security-options.ts";
import { listenForHangUp } from "../run/hang-up.ts";
import { runCommand } from "../run/run-command.ts";
import { type ChildApp, startChildApp } from "./child-app.ts";
import { reportEvent } from "./report-events.ts";

interface DemoOptions {
  readonly duration?: number;
  readonly stats?: boolean;
  readonly json?: boolean;
}

/** Runs a server and a client on this machine that send each other their video. */
export async function runDemo(argv: readonly string[]): Promise<void> {
  const command = new Command("demo")
    .description("Runs a server and a client on this machine that send each other video, each with a page.")
    .option("--duration <time>", "hang up this long after the two have connected, such as 10s", parseDuration)
    .option("--stats", "show how long frames spend in each latency stage, and which is the slowest")
    .option("--json", "write one JSON object a line, with the app that it comes from")
    .addHelpText("after", "\nEnter or Ctrl-C hangs up.");

  await runCommand<DemoOptions>(command, argv, async ({ options: { duration }, reporter }) => {
    const environment = { [keyVariable]: createPairingKey() };
    using hangUp = listenForHangUp({ onEnter: reporter.entered });
    const children = new Map<string, ChildApp>();
    const connected = new Set<string>();
    let timer: NodeJS.Timeout | undefined;

    /** Runs an app to its end, and reports its events. */
    async function run(app: "server" | "client", args: readonly string[]): Promise<void> {
      // Video flows in both directions, and the figures show it, even while no page is open.
      const child = startChildApp(app, [...args, "--keep-watching"], environment);
      children.set(app, child);
      let client: Promise<void> | undefined;
      for await (const event of child.events) {
        reporter.emit({ ...event, app });
        reportEvent(app, event, reporter);
        if (event.event === "listening") {
          client = run("client", [`127.0.0.1:${event.port}`, "--name", "Client"]);
          // Awaited below, after the server has ended; until then a rejection must not count as unhandled.
          client.catch(() => {});
        }
        if (event.event === "connected") connected.add(app);
        if (connected.size === 2 && duration !== undefined) timer ??= setTimeout(hangUp.now, duration);
      }
      const code = await child.exited;
      children.delete(app);
      for (const other of children.values()) other.hangUp();
      await client;
      // A signal that arrives while an app starts ends it as it ends any program.
      if (code === null && hangUp.signal.aborted) return;
      if (code === null) throw new Error(`The ${app} was killed.`);
      if (code !== 0) throw new Error(`The ${app} ended with exit code ${code}.`);
    }

    // The client leaves; the server, which serves one client only, follows.
    onAbort(hangUp.signal, () => (children.get("client") ?? children.get("server"))?.hangUp());
    reporter.log.info("Enter hangs up.");
    try {
      await run("server", ["--once", "--port", "0", "--host", "127.0.0.1", "--name", "Server"]);
    } finally {
      clearTimeout(timer);
    }
  });
}
