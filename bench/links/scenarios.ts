import type { LinkChange, LinkOptions } from "./link.ts";

/** What a Framewire row has to reach. */
export interface Goals {
  /** At the most, in milliseconds, after the first three seconds. */
  readonly ageP95Ms?: number;
  /** At the least. */
  readonly fps?: number;
  /** Every picture is the camera's own. */
  readonly untouched?: boolean;
  /** After each change of the rate, in milliseconds, age is under `ageMs` for good within this time. */
  readonly back?: { readonly ageMs: number; readonly withinMs: number };
  /** After the last change of the rate, pictures are the camera's own again within this time, in milliseconds. */
  readonly fullWithinMs?: number;
}

/** A link, and what happens on it. */
export interface Scenario {
  /** For `--only`. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly link: Omit<LinkOptions, "queueBytes">;
  /** In order; milliseconds since the first picture. */
  readonly changes?: readonly { readonly afterMs: number; readonly change: LinkChange }[];
  /** How long it takes, since the first picture; otherwise as long as it is told. */
  readonly seconds?: number;
  /** The server sends the camera's own quality or nothing. */
  readonly fixedQuality?: boolean;
  /** The table of the peers leaves it out. */
  readonly withoutPeers?: boolean;
  /** The client app is measured too. */
  readonly withApp?: boolean;
  readonly goals: Goals;
}

const mega = 1_000_000;

/** The links of the table, in its order. */
export const scenarios: readonly Scenario[] = [
  {
    name: "100M-1ms",
    title: "100 Mbit/s, 1 ms",
    link: { rate: 100 * mega, delayMs: 1, loss: 0 },
    goals: { ageP95Ms: 15, fps: 29.5, untouched: true },
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
    withApp: true,
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
    title: "8 Mbit/s, 20 ms, one level",
    link: { rate: 8 * mega, delayMs: 20, loss: 0 },
    fixedQuality: true,
    withoutPeers: true,
    goals: { ageP95Ms: 150, fps: 12 },
  },
];
