/** The links of `pnpm bench links`, and the goals of Framewire on each. */
import type { LinkChange, LinkOptions } from "./network/link.ts";

/** What a row of Framewire has to reach. */
export interface Goals {
  /** The most, in milliseconds, after the warm-up. */
  readonly ageP95Ms?: number;
  /** The least. */
  readonly fps?: number;
  /** Every frame is the camera's own. */
  readonly passthrough?: boolean;
  /** After each change of the rate, the age is under `ageMs` for good within this time, in milliseconds. */
  readonly back?: { readonly ageMs: number; readonly withinMs: number };
  /** After the last change of the rate, frames are passthrough again within this time, in milliseconds. */
  readonly fullWithinMs?: number;
}

/** A link and its changes. */
export interface Scenario {
  /** For `--only`. */
  readonly name: string;
  /** For the table. */
  readonly title: string;
  readonly link: Omit<LinkOptions, "queueBytes">;
  /** In order; milliseconds after the first frame. */
  readonly changes?: readonly { readonly afterMs: number; readonly change: LinkChange }[];
  /** Length after the first frame. Default: `--seconds`. */
  readonly seconds?: number;
  /** The server has one rendition: the camera's own JPEGs or nothing. */
  readonly singleRendition?: boolean;
  /** Only Framewire is measured. */
  readonly withoutPeers?: boolean;
  readonly goals: Goals;
}

/** The age, in milliseconds, under which a system counts as recovered where no goal sets one. */
export const defaultBackAgeMs = 170;

const mega = 1_000_000;

/** The links of the table, in its order. */
export const scenarios: readonly Scenario[] = [
  {
    name: "100M-1ms",
    title: "100 Mbit/s, 1 ms",
    link: { rate: 100 * mega, delayMs: 1, loss: 0 },
    goals: { ageP95Ms: 15, fps: 29.5, passthrough: true },
  },
  {
    name: "20M-20ms",
    title: "20 Mbit/s, 20 ms",
    link: { rate: 20 * mega, delayMs: 20, loss: 0 },
    goals: { ageP95Ms: 70, fps: 29 },
  },
  {
    name: "8M-20ms",
    title: "8 Mbit/s, 20 ms",
    link: { rate: 8 * mega, delayMs: 20, loss: 0 },
    goals: { ageP95Ms: 110, fps: 28 },
  },
  {
    name: "8M-100ms",
    title: "8 Mbit/s, 100 ms",
    link: { rate: 8 * mega, delayMs: 100, loss: 0 },
    goals: { ageP95Ms: 200, fps: 27 },
  },
  {
    name: "2M-40ms",
    title: "2 Mbit/s, 40 ms",
    link: { rate: 2 * mega, delayMs: 40, loss: 0 },
    goals: { ageP95Ms: 170, fps: 20 },
  },
  {
    name: "8M-30ms-loss",
    title: "8 Mbit/s, 30 ms, 1 % loss",
    link: { rate: 8 * mega, delayMs: 30, loss: 0.01 },
    goals: { ageP95Ms: 250, fps: 22 },
  },
  {
    name: "step",
    title: "20 → 2 → 20 Mbit/s, 20 ms",
    link: { rate: 20 * mega, delayMs: 20, loss: 0 },
    changes: [
      { afterMs: 8000, change: { rate: 2 * mega } },
      { afterMs: 18_000, change: { rate: 20 * mega } },
    ],
    seconds: 30,
    goals: { back: { ageMs: 170, withinMs: 1500 }, fullWithinMs: 6000 },
  },
  {
    name: "cut",
    title: "8 Mbit/s, 20 ms, cut for 5 s",
    link: { rate: 8 * mega, delayMs: 20, loss: 0 },
    changes: [
      { afterMs: 6000, change: { cut: true } },
      { afterMs: 11_000, change: { cut: false } },
    ],
    seconds: 20,
    goals: {},
  },
  {
    name: "fixed",
    title: "8 Mbit/s, 20 ms, one rendition",
    link: { rate: 8 * mega, delayMs: 20, loss: 0 },
    singleRendition: true,
    withoutPeers: true,
    goals: { ageP95Ms: 150, fps: 12 },
  },
];
