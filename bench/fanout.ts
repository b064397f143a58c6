import { parseArgs } from "node:util";
import { type Comparison, compare, comparisonTable } from "./fanout/compare.ts";

/**
 * `pnpm bench fanout`: one server and many viewers of one 768x576 JPEG camera of 30 fps, beside a bare
 * `node:net` server of length-prefixed frames. The two take turns.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      viewers: { type: "string", default: "1,8,64,256,768" },
      seconds: { type: "string", default: "5" },
      rounds: { type: "string", default: "3" },
      json: { type: "boolean", default: false },
    },
  });
  const rows: Comparison[] = [];
  for (const viewers of values.viewers.split(",").map(Number)) {
    rows.push(await compare({ viewers, rounds: Number(values.rounds), milliseconds: Number(values.seconds) * 1000 }));
  }
  process.stdout.write(values.json ? `${JSON.stringify({ bench: "fanout", rows })}\n` : comparisonTable(rows));
}
