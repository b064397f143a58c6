import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The result of {@link readAndAbort}. */
export interface Release {
  /** Frames that were read before the abort. */
  readonly frames: number;
  /** Milliseconds from the abort to the end of the loop. */
  readonly ms: number;
  /** Kinds of resources that are open after the loop and were not before. */
  readonly left: readonly string[];
}

/**
 * Reads an address in a process of its own, so that every resource that is left open is visible. Aborts after `frames`
 * frames, or after 300 ms where `frames` is 0. Rejects when the process does not end by itself.
 */
export async function readAndAbort(url: string, frames: number): Promise<Release> {
  const script = `
    const { mjpeg } = await import(${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)});
    const [url, frames] = [process.argv[1], Number(process.argv[2])];
    // Pipes are the standard streams of this process.
    const open = () => process.getActiveResourcesInfo().filter((kind) => kind !== "PipeWrap");
    const before = open();
    const stop = new AbortController();
    let start = 0;
    const abort = () => { start = performance.now(); stop.abort(); };
    if (frames === 0) setTimeout(abort, 300);
    let read = 0;
    for await (const _ of mjpeg(url, { stallTimeoutMs: 60000, backoff: { initialMs: 60000, maxMs: 60000 } })({ signal: stop.signal })) {
      if (++read === frames) abort();
    }
    const ms = performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, 50));
    const left = open();
    for (const kind of before) left.splice(left.indexOf(kind), left.includes(kind) ? 1 : 0);
    console.log(JSON.stringify({ frames: read, ms, left }));`;
  const args = ["--input-type=module", "--eval", script, url, String(frames)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 15_000 });
  return JSON.parse(stdout) as Release;
}
