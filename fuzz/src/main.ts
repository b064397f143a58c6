/** The command `pnpm fuzz`. */

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { startCoverage } from "./engine/coverage.ts";
import { createExecutor } from "./engine/execute.ts";
import { fuzz, minimiseCorpus } from "./engine/fuzz.ts";
import { createRandom, seedOf } from "./engine/random.ts";
import { callerFolder, corpusPath, readInputs, saveFinding, writeInputs } from "./inputs.ts";
import { help, type Options, parseOptions } from "./options.ts";
import { bytesOf } from "./target.ts";
import { loadTarget, targets } from "./targets.ts";
import { startWatchdog } from "./watchdog.ts";

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Fuzzes one target. Returns the number of its findings. */
async function fuzzOne(name: string, { ms, runs, seed, save }: Options): Promise<number> {
  const profiler = startCoverage();
  const target = await loadTarget(name);
  const coverage = profiler.of(target.covers);
  const watchdog = startWatchdog(name);
  const executor = createExecutor(watchdog.begin);
  // Each target has its own random numbers: it does the same alone and among the others.
  const random = createRandom(seed ^ seedOf(bytesOf(name)));
  const known = readInputs(corpusPath(name))?.inputs ?? [];
  const started = performance.now();
  const { corpus, findings } = await fuzz({ target, corpus: known, coverage, executor, random, limit: { runs, ms } });
  const took = (performance.now() - started) / 1000;
  const { count } = executor;
  const reached = coverage.ratio;
  if (save) {
    const kept = await minimiseCorpus([...known, ...corpus], { target, coverage, executor });
    writeInputs(corpusPath(name), { target: name, inputs: kept });
  }
  await watchdog.stop();
  const problems = findings.map(
    ({ input, error }) => `${error.message}\n    pnpm fuzz --replay ${saveFinding(name, input, error.message)}`,
  );
  await target.close?.().catch((error: unknown) => problems.push(`On close: ${(error as Error).message}`));
  print(
    `${name}: seed ${seed}, ${count} executions in ${took.toFixed(1)} s (${Math.round(count / took)}/s), corpus ${corpus.length}, ` +
      `code reached ${(100 * reached).toFixed(1)} %, ${problems.length === 0 ? "no findings" : `${problems.length} ${problems.length === 1 ? "finding" : "findings"}:`}`,
  );
  for (const problem of problems) print(`  ${problem}`);
  return problems.length;
}

/** Runs the inputs of a file once. Returns the number of inputs that break an invariant. */
async function replay(path: string): Promise<number> {
  const file = readInputs(resolve(callerFolder(), path));
  if (!file) throw new Error(`There is no file “${path}”.`);
  const target = await loadTarget(file.target);
  const watchdog = startWatchdog(file.target);
  const executor = createExecutor(watchdog.begin);
  let broken = 0;
  for (const [index, input] of file.inputs.entries()) {
    const error = await executor.run(target, input);
    if (!error) continue;
    broken++;
    print(`${file.target}: input ${index + 1} breaks it: ${error.stack}`);
  }
  await watchdog.stop();
  await target.close?.();
  print(
    `${file.target}: ${file.inputs.length} executions, ${broken === 0 ? "no findings" : `${broken} ${broken === 1 ? "finding" : "findings"}`}`,
  );
  return broken;
}

async function showHelp(): Promise<void> {
  print(help);
  for (const name of Object.keys(targets)) {
    const { invariants, close } = await loadTarget(name);
    print([`${name}:`, ...invariants].join("\n  - "));
    await close?.();
  }
}

async function main(options: Options, argv: readonly string[]): Promise<number> {
  if (options.help) {
    await showHelp();
    return 0;
  }
  if (options.replay !== undefined) return replay(options.replay);
  const [name, ...more] = options.names;
  if (name !== undefined && more.length === 0) return fuzzOne(name, options);
  // Each target runs in its own process, so that it does not depend on the code or state of the others.
  const args = argv.filter((arg) => !options.names.includes(arg));
  const failed = options.names.filter((each) => {
    const { status } = spawnSync(process.execPath, [import.meta.filename, each, ...args], { stdio: "inherit" });
    return status !== 0;
  });
  return failed.length;
}

const argv = process.argv.slice(2);
let options: Options | undefined;
try {
  options = parseOptions(argv);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
}
process.exitCode = options === undefined ? 2 : (await main(options, argv)) > 0 ? 1 : 0;
