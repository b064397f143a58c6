/** One run: one system on one link, from the camera to the receiver. */
import type { ChildProcess } from "node:child_process";
import { sleep } from "@framewire/media";
import { monotonic, nodeProgram, onMessage } from "../peer.ts";
import type { JpegFootage } from "./footage.ts";
import { type DirectionStats, openLink } from "./network/link.ts";
import { type Namespaces, pipedOutput } from "./network/namespaces.ts";
import type { CameraMessage } from "./peers/camera.ts";
import type { Scenario } from "./scenarios.ts";
import type { ReceiverMessage, Stamp } from "./stamp.ts";
import { type System, startSender } from "./systems.ts";

/** Everything that a run observed. Times are microseconds of CLOCK_MONOTONIC. */
export interface Run {
  readonly stamps: readonly Stamp[];
  readonly received: readonly ReceiverMessage[];
  /** The first frame; the start of the receiver where no frame arrived. */
  readonly begin: number;
  readonly end: number;
  /** When each change of the scenario took effect. */
  readonly changedAt: readonly number[];
  /** From near to far, and from far to near. */
  readonly link: readonly DirectionStats[];
}

/** What to run. */
export interface RunOptions {
  readonly scenario: Scenario;
  readonly system: System;
  readonly footage: JpegFootage;
  readonly queueBytes: number;
  /** Length, unless the scenario sets one. */
  readonly seconds: number;
}

/** The longest wait for the first frame. */
const firstFrameTimeoutMs = 15_000;

/** Runs one system on one link. */
export async function runOnce(namespaces: Namespaces, options: RunOptions): Promise<Run> {
  const { scenario, system, footage, queueBytes } = options;
  const children: ChildProcess[] = [];
  const link = await openLink(namespaces, { ...scenario.link, queueBytes });
  try {
    const stamps: Stamp[] = [];
    const camera = namespaces.spawn(namespaces.near, nodeProgram("links/peers/camera", footage.path), pipedOutput);
    children.push(camera);
    const cameraPort = await new Promise<number>((resolve, reject) => {
      camera.once("exit", () => reject(new Error("The camera ended early; the lines above say why.")));
      onMessage<CameraMessage>(camera, (message) => ("port" in message ? resolve(message.port) : stamps.push(message)));
    });
    children.push(await startSender(namespaces, system, `http://127.0.0.1:${cameraPort}/`, scenario));

    const received: ReceiverMessage[] = [];
    const started = monotonic();
    const receiver = namespaces.spawn(namespaces.far, system.receiver, pipedOutput);
    children.push(receiver);
    const begin = await new Promise<number>((resolve) => {
      const timer = setTimeout(resolve, firstFrameTimeoutMs, started);
      receiver.once("exit", () => resolve(started));
      onMessage<ReceiverMessage>(receiver, (message) => {
        received.push(message);
        if (message.event !== "frame") return;
        clearTimeout(timer);
        resolve(message.at);
      });
    });

    const changedAt: number[] = [];
    const until = (afterMs: number): Promise<void> => sleep(Math.max(0, afterMs - (monotonic() - begin) / 1000));
    for (const { afterMs, change } of scenario.changes ?? []) {
      await until(afterMs);
      changedAt.push(await link.change(change));
    }
    await until((scenario.seconds ?? options.seconds) * 1000);
    const end = monotonic();
    // The receiver first, so that no program reports a lost peer.
    for (const child of children.splice(0).reverse()) await namespaces.kill(child);
    return { stamps, received, begin, end, changedAt, link: await link.close() };
  } finally {
    for (const child of children) child.kill("SIGKILL");
    await link.close().catch(() => {});
  }
}
