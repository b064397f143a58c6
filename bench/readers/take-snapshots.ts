import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { sleep } from "@framewire/media";

/** A picture that curl has fetched. */
export interface Snapshot {
  /** From the first to the last of it, as curl says, in milliseconds. */
  readonly tookMs: number;
  /** How long the gateway took to make a JPEG of the picture; 0 where it was one. */
  readonly encodeMs: number;
}

const run = promisify(execFile);
const wanted =
  "%{http_code} %{time_total} %{size_download} %header{x-framewire-captured} %header{x-framewire-converted}";

/** Has curl fetch one picture after the other, at no fixed moments, for so long. Rejects where one is not had. */
export async function takeSnapshots(url: string, milliseconds: number): Promise<readonly Snapshot[]> {
  const snapshots: Snapshot[] = [];
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    const { stdout } = await run("curl", ["-s", "-o", "/dev/null", "-w", wanted, `${url}.jpg`]);
    const [status, seconds, bytes, captured, converted] = stdout.split(" ").map(Number);
    if (status !== 200 || !bytes || !seconds) throw new Error(`curl has got no picture, but ${stdout}`);
    const encodeMs = converted && captured ? (converted - captured) * 1000 : 0;
    snapshots.push({ tookMs: seconds * 1000, encodeMs });
    await sleep(50 + Math.random() * 100);
  }
  return snapshots;
}
