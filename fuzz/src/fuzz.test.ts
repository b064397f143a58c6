import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { minimise } from "./engine/minimise.ts";
import { mutate } from "./engine/mutate.ts";
import { createRandom } from "./engine/random.ts";
import { readInputs, writeInputs } from "./inputs.ts";
import { parseOptions } from "./options.ts";
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
  "image-headers": 10_000,
  "typed-input": 3000,
  gateway: 400,
};

/** Runs a Node program. Returns its status and its output. */
function run(...args: readonly string[]): Promise<{ readonly status: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: home, timeout: 170_000 }, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code ?? -1) : 0, output: stdout + stderr });
    });
  });
}

describe("each target, starting from its corpus", () => {
  it("is part of the bounded run", () => {
    expect(Object.keys(bounded)).toEqual(parseOptions([]).names);
  });

  it.each(Object.entries(bounded))("%s: %i executions have no findings", { timeout: 180_000 }, async (name, runs) => {
    const { status, output } = await run(main, name, "--runs", String(runs), "--seed", "1");
    process.stdout.write(output);
    expect(output).toMatch(new RegExp(`^${name}: seed 1, \\d+ executions .* no findings$`, "m"));
    expect(status).toBe(0);
    const [, executions] = /, (\d+) executions/.exec(output) ?? [];
    expect(Number(executions)).toBeGreaterThanOrEqual(runs);
  });
});

describe("a planted fault", () => {
  const planted = join(home, "testing/planted.js");

  it("is found with coverage, minimised, saved, and replayed", async () => {
    const { status, output } = await run(main, "planted", "--runs", "20000", "--seed", "1");
    expect(output).toMatch(/1 finding:\n {2}The planted fault\.\n/);
    expect(status).toBe(1);
    const [, path = ""] = /pnpm fuzz --replay (\S+)/.exec(output) ?? [];
    const file = join(home, "findings", basename(path));
    expect(readInputs(file)).toEqual({ target: "planted", inputs: [bytesOf("BUG!")] });
    const again = await run(main, "--replay", file);
    expect(again.output).toMatch(/^planted: input 1 breaks it: Error: The planted fault\.\n/);
    expect(again.status).toBe(1);
    rmSync(file);
  });

  it("is not found without coverage in 100,000 executions", async () => {
    expect(await run(planted, "blind")).toMatchObject({ status: 0, output: "100000 executions, 0 findings\n" });
  });

  it("that is an endless loop is found: the input is saved, and the process ends", () => {
    const { signal, stdout } = spawnSync(process.execPath, [planted, "endless"], { encoding: "utf8", timeout: 60_000 });
    expect(signal).toBe("SIGKILL");
    const [, path = ""] = /pnpm fuzz --replay (\S+)/.exec(stdout) ?? [];
    const file = join(home, "findings", basename(path));
    expect(Buffer.from(readInputs(file)?.inputs[0] ?? [])).toContain(0x42);
    rmSync(file);
  });
});

it("replaying inputs without findings ends with status 0", async () => {
  const folder = mkdtempSync(join(tmpdir(), "framewire-fuzz-"));
  try {
    const good = join(folder, "good.txt");
    writeInputs(good, { target: "packets", inputs: [bytesOf("\x02\x22\x00"), new Uint8Array()] });
    expect(await run(main, "--replay", good)).toEqual({
      status: 0,
      output: "packets: 2 executions, no findings\n",
    });
    expect((await run(main, "--replay", join(folder, "none.txt"))).status).not.toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("inputs are written as readable text, and read back unchanged", () => {
  const folder = mkdtempSync(join(tmpdir(), "framewire-fuzz-"));
  try {
    const path = join(folder, "a.txt");
    const inputs = [bytesOf("# GET /\r\n\\x00"), Uint8Array.from({ length: 256 }, (_, i) => i), new Uint8Array()];
    writeInputs(path, { target: "typed-input", inputs }, ["Two\nlines."]);
    expect(readInputs(path)).toEqual({ target: "typed-input", inputs });
    expect(readFileSync(path, "utf8")).toMatch(
      /^# target: typed-input\n# Two lines\.\n\\x23 GET \/\\x0d\\x0a\\x5cx00\n/,
    );
    expect(readInputs(join(folder, "none"))).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("an input is minimised in length and content", async () => {
  const breaks = async (input: Uint8Array): Promise<boolean> => input.includes(7) && input.length >= 3;
  const smallest = await minimise(
    Uint8Array.from({ length: 100 }, (_, i) => i),
    breaks,
  );
  expect([...smallest].sort((a, b) => a - b)).toEqual([7, 0x30, 0x30]);
});

it("a mutation stays within its limit, and leaves its input unchanged", () => {
  const random = createRandom(3);
  const input = Uint8Array.from({ length: 50 }, (_, i) => i);
  const seen = new Set<string>();
  for (let i = 0; i < 2000; i++) {
    const changed = mutate(input, {
      random,
      corpus: [input, new Uint8Array()],
      dictionary: [bytesOf("word")],
      maxBytes: 80,
    });
    expect(changed.length).toBeLessThanOrEqual(80);
    seen.add(changed.join());
  }
  expect([...input]).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(seen.size).toBeGreaterThan(1000);
});

it("rejects invalid options with a sentence", () => {
  expect(parseOptions(["nut", "--for", "1.5m", "--seed", "4"])).toMatchObject({ names: ["nut"], ms: 90_000, seed: 4 });
  expect(parseOptions(["--runs", "10"])).toMatchObject({ runs: 10, ms: Number.POSITIVE_INFINITY });
  expect(() => parseOptions(["nuts"])).toThrow("There is no target “nuts”. The targets are packets,");
  expect(() => parseOptions(["--for", "soon"])).toThrow("--for: Write a time of at most 24 days, such as 10s");
  expect(() => parseOptions(["--runs", "-1"])).toThrow();
  expect(() => parseOptions(["--seed", "x"])).toThrow("--seed takes a whole number, not “x”.");
});
