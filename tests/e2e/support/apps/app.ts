/** The apps as processes: their files, options and events. */
import { fileURLToPath } from "node:url";
import type { TestContext } from "vitest";
import { type AnyEvent, type EventName, type EventOf, isEvent } from "./events.ts";
import { type Running, start } from "./process.ts";
import { until } from "./wait.ts";

export type AppName = "server" | "client" | "demo";

/** A command line that runs with `--json`. */
export interface App extends Running {
  /** Events so far. Throws for a line that is not JSON. */
  readonly events: readonly AnyEvent[];
  /** Waits for the first event, or the first one after `after`, for which `where` holds. */
  event<Name extends EventName>(name: Name, options?: EventWait<Name>): Promise<EventOf<Name>>;
}

interface EventWait<Name extends EventName> {
  readonly after?: AnyEvent | undefined;
  readonly where?: (event: EventOf<Name>) => boolean;
  /** In milliseconds. Default 30 s, for a busy machine. */
  readonly within?: number;
}

/** Options for small frames, and no page. */
export const small = ["--size", "320x240", "--fps", "15", "--view", "none"] as const;

/** The same, with a demand for frames without a viewer. */
export const light = [...small, "--keep-watching"] as const;

/** A stack trace, which no app may print. */
export const stack = /^\s+at .*:\d+\)?$|\bnode:internal|EPIPE/m;

/** The longest life of a process of a test. */
const hardLimit = ["--duration", "2m"] as const;

/** The main file of an app, as its package exports it. */
export function mainOf(app: AppName): string {
  return fileURLToPath(import.meta.resolve(app));
}

/** The file of the `framewire` command line. */
export const commandLine: string = fileURLToPath(
  new URL("../../bin/framewire.js", import.meta.resolve("framewire/cli")),
);

/** Starts an app without `--json`. */
export function startPlain(test: TestContext, app: AppName, args: readonly string[]): Running {
  return start(test, process.execPath, [mainOf(app), ...limited(args)]);
}

/** Starts an app with `--json`. `within` is put before the command, for example `["ip", "netns", "exec", "a"]`. */
export function startApp(
  test: TestContext,
  app: AppName,
  args: readonly string[],
  { within = [] }: { readonly within?: readonly string[] } = {},
): App {
  const [program = process.execPath, ...rest] = [...within, process.execPath];
  const events: AnyEvent[] = [];
  const others: string[] = [];
  const running = start(test, program, [...rest, mainOf(app), "--json", ...limited(args)], (line) => {
    try {
      events.push({ ...JSON.parse(line), at: performance.now() });
    } catch {
      others.push(line);
    }
  });

  function read(): readonly AnyEvent[] {
    if (others.length > 0) throw new Error(`The ${app} wrote lines that are not JSON: ${others.join("\n")}`);
    return events;
  }

  return {
    ...running,
    get stdout() {
      return running.stdout;
    },
    get stderr() {
      return running.stderr;
    },
    get events() {
      return read();
    },
    event<Name extends EventName>(name: Name, { after, where, within = 30_000 }: EventWait<Name> = {}) {
      return until(
        () =>
          read()
            .slice(after ? events.indexOf(after) + 1 : 0)
            .filter((event) => isEvent(event, name))
            .find((event) => !where || where(event)),
        {
          within,
          describe: () =>
            `The ${app} has not written the event “${name}”. It wrote:\n${running.stdout}${running.stderr}`,
        },
      );
    },
  };
}

function limited(args: readonly string[]): readonly string[] {
  return args.includes("--duration") || args.includes("--help") ? args : [...args, ...hardLimit];
}
