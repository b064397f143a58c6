// Fuzzes the planted fault without looking at the coverage (`blind`), or a loop without an end (`endless`), and prints
// what comes of it.
import { createExecutor } from "../dist/execute.js";
import { fuzz } from "../dist/fuzz.js";
import { createRandom } from "../dist/random.js";
import { planted } from "../dist/targets/planted.js";
import { startWatchdog } from "../dist/watchdog.js";

function endless(input) {
  while (input.includes(0x42)) void planted.run(new Uint8Array(1));
}

const [how] = process.argv.slice(2);
const target = how === "endless" ? { ...planted, run: endless } : planted;
const watchdog = startWatchdog("planted", { patienceMs: 500 });
const executor = createExecutor(watchdog.begin);
const coverage = { isNew: () => false, forget() {}, share: 0 };
const length = { runs: 100_000, ms: 100_000 };
const { finds } = await fuzz({ target, corpus: [], coverage, executor, random: createRandom(1), length });
process.stdout.write(`${executor.count} executions, ${finds.length} found\n`);
await watchdog.stop();
