import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readInputs, writeInputs } from "./inputs.ts";
import { minimise } from "./minimise.ts";
import { mutate } from "./mutate.ts";
import { parseOptions } from "./options.ts";
import { createRandom } from "./random.ts";
import { bytesOf } from "./target.ts";

const home = join(import.meta.dirname, "..");
const main = join(home, "dist/main.js");

/** Executions of each target in every test run, a second or two of each. The seed is fixed: `pnpm fuzz` explores further. */
const bounded: Readonly<Record<string, number>> = {
  packets: 2000,
  connection: 400,
  multipart: 800,
  challenge: 5000,
  nut: 1500,
  pictures: 10_000,
  words: 3000,
  gateway: 400,
};

/** Runs a program of node and gives its status and what it said. */
function run(...args: readonly string[]): Promise<{ readonly status: number; readonly said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: home, timeout: 170_000 }, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code ?? -1) : 0, said: stdout + stderr });
    });
  });
}

describe("each target, from its corpus on", () => {
  it("is among those of the bounded run", () => {
    expect(Object.keys(bounded)).toEqual(parseOptions([]).names);
  });

  it.each(Object.entries(bounded))("%s: %i executions find nothing", { timeout: 180_000 }, async (name, runs) => {
    const { status, said } = await run(main, name, "--runs", String(runs), "--seed", "1");
    process.stdout.write(said);
    expect(said).toMatch(new RegExp(`^${name}: seed 1, \\d+ executions .* nothing found$`, "m"));
    expect(status).toBe(0);
    const [, executions] = /, (\d+) executions/.exec(said) ?? [];
    expect(Number(executions)).toBeGreaterThanOrEqual(runs);
  });
});

describe("a fault that was planted", () => {
  const planted = join(home, "testing/planted.js");

  it("is found by following the coverage, made small, saved, and replayed", async () => {
    const { status, said } = await run(main, "planted", "--runs", "20000", "--seed", "1");
    expect(said).toMatch(/1 found:\n {2}The planted fault\.\n/);
    expect(status).toBe(1);
    const [, path = ""] = /pnpm fuzz --replay (\S+)/.exec(said) ?? [];
    const file = join(home, "finds", basename(path));
    expect(readInputs(file)).toEqual({ target: "planted", inputs: [bytesOf("BUG!")] });
    const again = await run(main, "--replay", file);
    expect(again.said).toMatch(/^planted: input 1 breaks it: Error: The planted fault\.\n/);
    expect(again.status).toBe(1);
    rmSync(file);
  });

  it("is not found without the coverage, in as many executions", async () => {
    expect(await run(planted, "blind")).toMatchObject({ status: 0, said: "100000 executions, 0 found\n" });
  });

  it("is found where it is a loop without an end: the input is saved, and the process ends", () => {
    const { signal, stdout } = spawnSync(process.execPath, [planted, "endless"], { encoding: "utf8", timeout: 60_000 });
    expect(signal).toBe("SIGKILL");
    const [, path = ""] = /pnpm fuzz --replay (\S+)/.exec(stdout) ?? [];
    const file = join(home, "finds", basename(path));
    expect(Buffer.from(readInputs(file)?.inputs[0] ?? [])).toContain(0x42);
    rmSync(file);
  });
});

it("what breaks nothing is replayed with status 0", async () => {
  const folder = mkdtempSync(join(tmpdir(), "framewire-fuzz-"));
  try {
    const good = join(folder, "good.txt");
    writeInputs(good, { target: "packets", inputs: [bytesOf("\x02\x22\x00"), new Uint8Array()] });
    expect(await run(main, "--replay", good)).toEqual({
      status: 0,
      said: "packets: 2 executions, nothing found\n",
    });
    expect((await run(main, "--replay", join(folder, "none.txt"))).status).not.toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("inputs are written so that people can read them, and read as they were", () => {
  const folder = mkdtempSync(join(tmpdir(), "framewire-fuzz-"));
  try {
    const path = join(folder, "a.txt");
    const inputs = [bytesOf("# GET /\r\n\\x00"), Uint8Array.from({ length: 256 }, (_, i) => i), new Uint8Array()];
    writeInputs(path, { target: "words", inputs }, ["Two\nlines."]);
    expect(readInputs(path)).toEqual({ target: "words", inputs });
    expect(readFileSync(path, "utf8")).toMatch(/^# target: words\n# Two lines\.\n\\x23 GET \/\\x0d\\x0a\\x5cx00\n/);
    expect(readInputs(join(folder, "none"))).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("an input is made as small and plain as it can be", async () => {
  const breaks = async (input: Uint8Array): Promise<boolean> => input.includes(7) && input.length >= 3;
  const smallest = await minimise(
    Uint8Array.from({ length: 100 }, (_, i) => i),
    breaks,
  );
  expect([...smallest].sort((a, b) => a - b)).toEqual([7, 0x30, 0x30]);
});

it("what is changed stays within its limit, and leaves the input as it was", () => {
  const random = createRandom(3);
  const input = Uint8Array.from({ length: 50 }, (_, i) => i);
  const seen = new Set<string>();
  for (let i = 0; i < 2000; i++) {
    const changed = mutate(input, {
      random,
      corpus: [input, new Uint8Array()],
      words: [bytesOf("word")],
      maxBytes: 80,
    });
    expect(changed.length).toBeLessThanOrEqual(80);
    seen.add(changed.join());
  }
  expect([...input]).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(seen.size).toBeGreaterThan(1000);
});

it("says what is wrong with its options", () => {
  expect(parseOptions(["nut", "--for", "1.5m", "--seed", "4"])).toMatchObject({ names: ["nut"], ms: 90_000, seed: 4 });
  expect(parseOptions(["--runs", "10"])).toMatchObject({ runs: 10, ms: Number.POSITIVE_INFINITY });
  expect(() => parseOptions(["nuts"])).toThrow("There is no target “nuts”. There are packets,");
  expect(() => parseOptions(["--for", "soon"])).toThrow("--for takes a time such as 500ms, 60s, 5m or 2h, not “soon”.");
  expect(() => parseOptions(["--runs", "-1"])).toThrow();
  expect(() => parseOptions(["--seed", "x"])).toThrow("--seed takes a whole number, not “x”.");
});
