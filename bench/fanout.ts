import { execSync } from "node:child_process";
import { parseArgs } from "node:util";
import { type Comparison, compare, comparisonTable } from "./fanout/compare.ts";
import { measureOthers, type OtherRow, othersTable } from "./fanout/others.ts";
import { measureStalls, type StallRow, stallTable } from "./fanout/stall.ts";

/**
 * `pnpm bench fanout`: one server and many viewers of one 768x576 JPEG camera of 30 fps, beside a bare `node:net` server
 * of length-prefixed frames, and a sketch of one that hears its viewers. They take turns. Then one viewer stalls, and a
 * quarter of them. With `--peers`, other programs serve the same. Exits with 1 where a goal is missed.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      viewers: { type: "string", default: "1,8,64,256,768" },
      seconds: { type: "string", default: "3" },
      rounds: { type: "string", default: "9" },
      peers: { type: "boolean", default: false },
      "no-stall": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const counts = values.viewers.split(",").map((count) => whole("--viewers", count));
  const rounds = whole("--rounds", values.rounds);
  const milliseconds = 1000 * whole("--seconds", values.seconds);
  checkDescriptors(Math.max(...counts));

  const rows: Comparison[] = [];
  for (const viewers of counts) rows.push(await compare({ viewers, rounds, milliseconds }));
  const stalls: StallRow[] = values["no-stall"] ? [] : await measureStalls(milliseconds);
  const others: OtherRow[] = [];
  const missing = new Set<string>();
  for (const viewers of values.peers ? counts : []) {
    const measured = await measureOthers(viewers, milliseconds);
    others.push(...measured.rows);
    for (const line of measured.missing) missing.add(line);
  }

  process.stdout.write(
    values.json
      ? `${JSON.stringify({ bench: "fanout", rows, stalls, others, missing: [...missing] })}\n`
      : [
          comparisonTable(rows),
          ...(stalls.length > 0 ? [stallTable(stalls)] : []),
          ...(values.peers ? [othersTable(others, [...missing])] : []),
        ].join("\n"),
  );
  if ([...rows, ...stalls].some(({ met }) => met === false)) process.exitCode = 1;
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new RangeError(`${name} takes whole numbers of at least 1, and is ${text}.`);
}

/** Each viewer takes a descriptor of the server and one of the viewers' process. */
function checkDescriptors(viewers: number): void {
  const limit = execSync("ulimit -n", { encoding: "utf8" }).trim();
  if (limit === "unlimited" || Number(limit) >= viewers + 64) return;
  throw new Error(
    `${viewers} viewers take ${viewers + 64} open files, and this shell allows ${limit}: run "ulimit -n 4096" before.`,
  );
}
