// Fuzzes the planted fault without coverage (`blind`), or an endless loop (`endless`), and prints the result.
import { createExecutor } from "../dist/engine/execute.js";
import { fuzz } from "../dist/engine/fuzz.js";
import { createRandom } from "../dist/engine/random.js";
import { planted } from "../dist/targets/planted.js";
import { startWatchdog } from "../dist/watchdog.js";

function endless(input) {
  while (input.includes(0x42)) void planted.run(new Uint8Array(1));
}

const [mode] = process.argv.slice(2);
const target = mode === "endless" ? { ...planted, run: endless } : planted;
const watchdog = startWatchdog("planted", { timeoutMs: 500 });
const executor = createExecutor(watchdog.begin);
const coverage = { hasNew: () => false, reset() {}, ratio: 0 };
const limit = { runs: 100_000, ms: 100_000 };
const { findings } = await fuzz({ target, corpus: [], coverage, executor, random: createRandom(1), limit });
process.stdout.write(`${executor.count} executions, ${findings.length} findings\n`);
await watchdog.stop();
