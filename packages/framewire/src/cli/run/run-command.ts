import { SourceError } from "@framewire/capture";
import { type Command, CommanderError } from "commander";
import { UsageError } from "../options/usage-error.ts";
import type { LogLevel } from "../output/log.ts";
import { createReporter, type Reporter } from "../output/reporter.ts";
import { surviveRejections } from "./log-unhandled-rejections.ts";
import { hideKey } from "./process-title.ts";

/** What every command line takes. */
export interface OutputOptions {
  readonly stats?: boolean;
  readonly json?: boolean;
  readonly logLevel?: LogLevel;
}

/** What a command line works with. */
export interface Running<Options> {
  readonly options: Options;
  /** What stands on the command line besides options, as its command reads it. */
  readonly operands: readonly string[];
  readonly reporter: Reporter;
}

/**
 * Runs a command line from its arguments to its exit code: 0 when `main` resolves, 1 with a sentence when
 * it rejects, 2 for wrong usage.
 */
export async function runCommand<Options extends OutputOptions>(
  command: Command,
  argv: readonly string[],
  main: (running: Running<Options>) => Promise<void>,
): Promise<void> {
  hideKey(command.name());
  // A reader may leave before us (`… --json | head -1`): that is no error of ours. Who hangs up at it listens too.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  const options = readOptions<Options>(command, argv);
  if (!options) return;
  const { stats = false, json = false, logLevel = "info" } = options;
  using reporter = createReporter({ stats, json, logLevel });
  using _ = surviveRejections(reporter.log);
  try {
    await main({ options, operands: command.processedArgs, reporter });
  } catch (error) {
    const { message } = error as Error;
    reporter.emit({ event: "error", message });
    reporter.log.error(message);
    process.exitCode = isUsageError(error) ? 2 : 1;
  }
}

function isUsageError(error: unknown): boolean {
  return error instanceof UsageError || (error instanceof SourceError && error.code === "usage");
}

/** The options; undefined where help or what is wrong was printed instead, with the exit code set. */
function readOptions<Options extends OutputOptions>(command: Command, argv: readonly string[]): Options | undefined {
  try {
    // `pnpm start -- --port 1` leaves the first dashes where they are.
    command.showHelpAfterError("Add --help to see all options.").exitOverride();
    command.parse(argv[0] === "--" ? argv.slice(1) : [...argv], { from: "user" });
    return command.opts<Options>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return undefined;
  }
}
