/** Runs one command, from its arguments to its exit code. */
import { SourceError } from "@framewire/capture";
import { redactText } from "@framewire/capture/source-kit";
import { type Command, CommanderError } from "commander";
import { UsageError } from "../options/usage-error.ts";
import type { LogLevel } from "../output/log.ts";
import { createReporter, type Reporter } from "../output/reporter.ts";
import { writeEvent } from "../output/write-event.ts";
import { hideKey } from "./hide-key.ts";
import { logUnhandledRejections } from "./log-unhandled-rejections.ts";

/**
 * Parses the arguments and runs `main`. The exit code is 0 if `main` resolves, 1 with a sentence if it rejects, and 2 for
 * wrong usage.
 */
export async function runCommand<Options extends OutputOptions>(
  command: Command,
  argv: readonly string[],
  main: (context: CommandContext<Options>) => Promise<void>,
): Promise<void> {
  hideKey(command.name());
  command.name(`framewire ${command.name()}`);
  // A reader that leaves early (`… --json | head -1`) is not an error. The hang-up listens for it, too.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  const options = readOptions<Options>(command, argv);
  if (!options) return;
  const { stats = false, json = false, logLevel = "info" } = options;
  using reporter = createReporter({ stats, json, logLevel });
  using _ = logUnhandledRejections(reporter.log);
  try {
    await main({ options, operands: command.processedArgs, reporter });
  } catch (error) {
    const { message } = error as Error;
    const isUsage = isUsageError(error);
    reporter.emit({ event: "error", code: isUsage ? "usage" : "failed", message });
    reporter.log.error(message);
    process.exitCode = isUsage ? 2 : 1;
  }
}

/** The options that every command takes. */
export interface OutputOptions {
  readonly stats?: boolean;
  readonly json?: boolean;
  readonly logLevel?: LogLevel;
}

/** What a command works with. */
export interface CommandContext<Options> {
  readonly options: Options;
  /** The arguments that are not options, as the command parsed them. */
  readonly operands: readonly string[];
  readonly reporter: Reporter;
}

function isUsageError(error: unknown): boolean {
  return error instanceof UsageError || (error instanceof SourceError && error.code === "usage");
}

/** Returns the options, or undefined if help or a usage error was printed; the exit code is set then. */
function readOptions<Options extends OutputOptions>(command: Command, argv: readonly string[]): Options | undefined {
  try {
    // Commander repeats what it rejects, which may be an address with a password.
    command.configureOutput({ outputError: (text, write) => write(redactText(text)) });
    // `pnpm start -- --port 1` passes the first dashes on.
    command.showHelpAfterError("Add --help to see all options.").exitOverride();
    command.parse(argv[0] === "--" ? argv.slice(1) : [...argv], { from: "user" });
    return command.opts<Options>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    if (error.exitCode !== 0 && argv.includes("--json")) {
      writeEvent({ event: "error", code: "usage", message: redactText(error.message.replace(/^error: /, "")) });
    }
    return undefined;
  }
}
