/** The common form of all benchmarks: options, `--json`, a report and an exit code. */
import { parseDuration } from "@framewire/media";
import { Command, InvalidArgumentError, Option } from "commander";

/** What a benchmark found. */
export interface Report {
  readonly json: object;
  /** Tables and notes for a terminal. */
  readonly text: string;
  /** Whether every goal is met. */
  readonly met: boolean;
}

/** What a benchmark is. */
export interface Benchmark<Options> {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
  /** Measures. An error that it throws is shown, and the exit code is 2. */
  run(options: Options): Promise<Report>;
}

/** A command that runs the benchmark, prints its report and sets the exit code. */
export function benchmarkCommand<Options extends object>({
  name,
  description,
  options,
  run,
}: Benchmark<Options>): Command {
  const command = new Command(name).description(description);
  for (const option of options) command.addOption(option);
  return command
    .option("--json", "print the figures as one line of JSON", false)
    .action(async (values: Options & { readonly json: boolean }) => {
      try {
        const { json, text, met } = await run(values);
        process.stdout.write(values.json ? `${JSON.stringify({ bench: name, ...json })}\n` : text);
        if (!met) process.exitCode = 1;
      } catch (error) {
        process.stderr.write(`${(error as Error).message}\n`);
        process.exitCode = 2;
      }
    });
}

/** An option that takes a number of at least `min`. */
export function numberOption(flags: string, description: string, value: number, min = 1): Option {
  return new Option(flags, description).default(value).argParser((text) => numberFrom(text, min));
}

/** An option that takes a duration, such as `20s` or `1m`, as the options of the apps do. Its value is in seconds. */
export function durationOption(flags: string, description: string, value: number, min = 1): Option {
  return new Option(flags, description).default(value, `${value}s`).argParser((text) => {
    const seconds = secondsFrom(text);
    if (seconds >= min) return seconds;
    throw new InvalidArgumentError(`Write a time of at least ${min}s, such as 30s or 1m.`);
  });
}

function secondsFrom(text: string): number {
  try {
    return parseDuration(text) / 1000;
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** A number of at least `min` from the command line. */
export function numberFrom(text: string, min: number): number {
  const number = Number(text);
  if (number >= min) return number;
  throw new InvalidArgumentError(`Give a number of at least ${min}.`);
}
