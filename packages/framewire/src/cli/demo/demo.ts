import { onAbort } from "@framewire/media";
import { createPairingKey } from "@framewire/security";
import { Command } from "commander";
import { parseDuration } from "../options/parse.ts";
import { keyVariable } from "../options/security-options.ts";
import { listenForHangUp } from "../run/hang-up.ts";
import { runCommand } from "../run/run-command.ts";
import { type Child, startChild } from "./child.ts";
import { tellPeople } from "./report-events.ts";

interface DemoOptions {
  readonly duration?: number;
  readonly stats?: boolean;
  readonly json?: boolean;
}

/** Runs a server and a client on this machine that show each other their cameras. */
export async function runDemo(argv: readonly string[]): Promise<void> {
  const command = new Command("demo")
    .description("Runs a server and a client on this machine that show each other their pictures, each on a page.")
    .option("--duration <time>", "hang up so long after the two have met, such as 10s", parseDuration)
    .option("--stats", "show how long the pictures are in each stage, and which is the slowest")
    .option("--json", "write one JSON object a line, with the app that it comes from")
    .addHelpText("after", "\nEnter or Ctrl-C hang up.");

  await runCommand<DemoOptions>(command, argv, async ({ options: { duration }, reporter }) => {
    const environment = { [keyVariable]: createPairingKey() };
    using hangUp = listenForHangUp({ onEnter: reporter.entered });
    const children = new Map<string, Child>();
    const connected = new Set<string>();
    let timer: NodeJS.Timeout | undefined;

    /** Runs an app to its end, and tells what it says. */
    async function run(app: "server" | "client", args: readonly string[]): Promise<void> {
      // Its figures are of pictures that go both ways, whether somebody looks at the pages or not.
      const child = startChild(app, [...args, "--keep-watching"], environment);
      children.set(app, child);
      let client: Promise<void> | undefined;
      for await (const event of child.events) {
        reporter.emit({ ...event, app });
        tellPeople(app, event, reporter);
        if (event.event === "listening") {
          client = run("client", [`127.0.0.1:${event.port}`, "--name", "Client"]);
          // Waited for below, when the server has ended too; until then a failure must not count as one that nobody handles.
          client.catch(() => {});
        }
        if (event.event === "connected") connected.add(app);
        if (connected.size === 2 && duration !== undefined) timer ??= setTimeout(hangUp.now, duration);
      }
      const code = await child.exited;
      children.delete(app);
      for (const other of children.values()) other.hangUp();
      await client;
      // A signal that comes while an app still starts ends it as it ends any program.
      if (code === null && hangUp.signal.aborted) return;
      if (code === null) throw new Error(`The ${app} was killed.`);
      if (code !== 0) throw new Error(`The ${app} ended with exit code ${code}.`);
    }

    // The client leaves; the server, told to serve one client only, follows.
    onAbort(hangUp.signal, () => (children.get("client") ?? children.get("server"))?.hangUp());
    reporter.log.info("Enter hangs up.");
    try {
      await run("server", ["--once", "--port", "0", "--host", "127.0.0.1", "--name", "Server"]);
    } finally {
      clearTimeout(timer);
    }
  });
}
