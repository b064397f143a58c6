import type { ChildProcess } from "node:child_process";
import { sleep } from "@framewire/media";
import type { CameraNews } from "../peers/camera.ts";
import { type Contestant, heard, peerPath } from "./contestants.ts";
import type { Footage } from "./footage.ts";
import type { Lab } from "./lab.ts";
import { followLines } from "./lines.ts";
import { type DirectionStats, type LinkOptions, openLink } from "./link.ts";
import type { Received } from "./received.ts";
import type { Scenario } from "./scenarios.ts";
import { monotonic, type Stamp } from "./stamp.ts";

/** All that was seen of one contestant on one link. Times are microseconds of CLOCK_MONOTONIC. */
export interface Take {
  readonly stamps: readonly Stamp[];
  readonly received: readonly Received[];
  /** What the client app said, with when. */
  readonly said: readonly AppStats[];
  /** When the first picture came; when the receiver was started, if none did. */
  readonly begin: number;
  readonly end: number;
  /** When each change of the scenario was in force. */
  readonly changedAt: readonly number[];
  /** What the link did, from the camera's side to the other, and back. */
  readonly link: readonly DirectionStats[];
}

/** The statistics that the client app writes once a second, with the moment of it. */
interface AppStats {
  readonly event: "stats";
  readonly at: number;
  readonly received: { readonly frames: number; readonly bytes: number };
  readonly ageMs: { readonly p50: number; readonly p95: number } | null;
}

/** What a take is made of. */
export interface TakeOptions {
  readonly scenario: Scenario;
  readonly contestant: Contestant;
  readonly footage: Footage;
  readonly queueBytes: number;
  /** Where the scenario does not say it. */
  readonly seconds: number;
}

/** How long the first picture may take, in milliseconds. */
const patienceMs = 15_000;

/** Runs one contestant on one link, and tears both down. */
export async function take(lab: Lab, options: TakeOptions): Promise<Take> {
  const { scenario, contestant, footage, queueBytes } = options;
  const children: ChildProcess[] = [];
  const linkOptions: LinkOptions = { ...scenario.link, queueBytes };
  const link = await openLink(lab, linkOptions);
  try {
    const stamps: Stamp[] = [];
    const camera = lab.spawn(lab.namespaces[0], [process.execPath, peerPath("camera"), footage.path], heard);
    children.push(camera);
    const cameraPort = await new Promise<number>((resolve, reject) => {
      camera.once("exit", () => reject(new Error("The camera ended early; its last words are above.")));
      if (!camera.stdout) return;
      followLines<CameraNews>(camera.stdout, (news) => ("port" in news ? resolve(news.port) : stamps.push(news)));
    });
    const place = { lab, scenario, camera: `http://127.0.0.1:${cameraPort}/` };
    children.push(await contestant.serve(place));

    const received: Received[] = [];
    const said: AppStats[] = [];
    const started = monotonic();
    const receiver = contestant.receive(place);
    children.push(receiver);
    const begin = await new Promise<number>((resolve) => {
      const timer = setTimeout(() => resolve(started), patienceMs);
      function first(at: number): void {
        clearTimeout(timer);
        resolve(at);
      }
      receiver.once("exit", () => first(started));
      if (!receiver.stdout) return;
      followLines<Received | AppStats>(receiver.stdout, (news) => {
        if (news.event === "stats") {
          const at = monotonic();
          said.push({ ...news, at });
          if (news.received.frames > 0) first(at);
        } else if ("at" in news) {
          received.push(news);
          if (news.event === "picture") first(news.at);
        }
      });
    });

    const changedAt: number[] = [];
    async function until(afterMs: number): Promise<void> {
      await sleep(Math.max(0, afterMs - (monotonic() - begin) / 1000));
    }
    for (const { afterMs, change } of scenario.changes ?? []) {
      await until(afterMs);
      changedAt.push(await link.change(change));
    }
    await until((scenario.seconds ?? options.seconds) * 1000);
    const end = monotonic();
    // Who looks goes first: nobody complains of what is gone.
    for (const child of children.splice(0).reverse()) await lab.kill(child);
    return { stamps, received, said, begin, end, changedAt, link: await link.close() };
  } finally {
    for (const child of children) child.kill("SIGKILL");
    await link.close().catch(() => {});
  }
}
