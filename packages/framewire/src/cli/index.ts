/** The `framewire` command line: one subcommand, whose module is loaded only when it runs. */
import { checkNodeVersion } from "./checkup/node-version.ts";
import { writeEvent } from "./output/write-event.ts";

export type { AppEvent } from "./output/events.ts";

/** Runs the subcommand that `argv` names. Sets the exit code of the process; it is 2 for wrong usage. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  const [name = "", ...rest] = argv;
  const load = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (!load) {
    const helpWanted = name === "--help" || name === "-h" || name === "help";
    (helpWanted ? process.stdout : process.stderr).write(help);
    if (!helpWanted && argv.includes("--json")) {
      writeError({ code: "usage", message: `There is no command “${name}”: use server, client, demo or checkup.` });
    }
    process.exitCode = helpWanted ? 0 : 2;
    return;
  }
  const problem = checkNodeVersion(process.versions.node);
  if (problem) return fail(problem.message, problem.fix, rest);
  let run: Subcommand;
  try {
    run = await load();
  } catch (error) {
    const [reason = ""] = (error as Error).message.split("\n");
    return fail(`A part of Framewire does not load: ${reason}`, "npx --yes pnpm@10 install", rest);
  }
  await run(rest);
}

type Subcommand = (argv: readonly string[]) => Promise<void>;

const subcommands: Readonly<Record<string, () => Promise<Subcommand>>> = {
  server: async () => (await import("./server/server.ts")).runServer,
  client: async () => (await import("./client/client.ts")).runClient,
  demo: async () => (await import("./demo/demo.ts")).runDemo,
  checkup: async () => (await import("./checkup/run-checkup.ts")).runCheckup,
};

const help = `Usage: framewire <command> [options]

Live video both ways between two machines over one connection.

Commands:
  server             wait for clients; send them video and show theirs
  client [address]   connect to a server; send it video and show its video
  demo               run a server and a client on this machine
  checkup [address]  check this machine, and the connection to a server

framewire <command> --help lists the options of a command.
`;

function fail(message: string, fix: string, argv: readonly string[]): void {
  process.stderr.write(`✗ ${message}\n  → ${fix}\n`);
  if (argv.includes("--json")) writeError({ code: "failed", message, fix });
  process.exitCode = 1;
}

function writeError(error: {
  readonly code: "usage" | "failed";
  readonly message: string;
  readonly fix?: string;
}): void {
  writeEvent({ event: "error", ...error });
}
