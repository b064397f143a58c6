/** The verdict on a soak. */

import type { Outcome } from "../soak.ts";
import { findUnexpectedWarnings } from "./expected-warnings.ts";
import { audit, type FrameTotals } from "./frame-totals.ts";
import { type Sample, slope } from "./process-monitor.ts";

/** One check of the verdict, with its goal. */
export interface Finding {
  readonly name: string;
  readonly goal: string;
  readonly measured: string;
  readonly met: boolean;
}

/** The most that the server's memory may grow after the first third of the soak, in bytes. */
const maxGrowth = 30e6;

/** The most frames lost per incident: the frames of a congestion window are in flight when a connection ends. */
const maxLostPerIncident = 8;

/** Compares the outcome of a soak with the goals. */
export function judge({ recoveryTimes, frameTotals, memory, descriptors, ...outcome }: Outcome): readonly Finding[] {
  const recovered = recoveryTimes.filter((time) => time !== undefined);
  const totals = audit(frameTotals);
  const unexpected = findUnexpectedWarnings(outcome.warnings, outcome.incidents);
  const steady = afterFirstThird(memory);
  const perMinute = slope(steady) * 60;
  const growth = slope(steady) * ((steady.at(-1)?.at ?? 0) - (steady[0]?.at ?? 0));
  const { before, after } = descriptors;
  const lostPerIncident = totals.lost / Math.max(outcome.incidents.length, 1);
  return [
    {
      name: "clients that have recovered",
      goal: `${recoveryTimes.length}`,
      measured: `${recovered.length}, the last after ${(Math.max(...recovered) / 1000).toFixed(1)} s`,
      met: recovered.length === recoveryTimes.length,
    },
    {
      name: "frame totals of both sides",
      goal: "acked <= received <= sent",
      measured: `${frameTotals.length - totals.wrong.length} of ${frameTotals.length} right${totals.wrong.map(describeWrong).join("")}`,
      met: totals.wrong.length === 0 && frameTotals.length > 0,
    },
    {
      name: "frames sent",
      goal: "all accounted for",
      measured: `${totals.received} received, ${totals.lost} in flight when a connection ended, ${totals.droppedBySender} dropped by senders (${totals.droppedByReceiver} of the received ones dropped by receivers)`,
      met: totals.lost >= 0 && lostPerIncident <= maxLostPerIncident,
    },
    {
      name: "memory growth of the server",
      goal: `+ < ${maxGrowth / 1e6} MB`,
      measured: `${(growth / 1e6).toFixed(1)} MB (${(perMinute / 1e6).toFixed(2)} MB per minute), ${megabytes(memory.at(-1))} at the end`,
      met: growth < maxGrowth,
    },
    {
      name: "open descriptors of the server",
      goal: `${before}`,
      measured: `${after}`,
      met: after === before,
    },
    {
      name: "unexpected warnings",
      goal: "0",
      measured:
        unexpected.length === 0 ? "0" : `${unexpected.length}: ${unexpected[0]?.app}: ${unexpected[0]?.sentence}`,
      met: unexpected.length === 0,
    },
    {
      name: "connections admitted without the key",
      goal: "0",
      measured: `${outcome.admittedWithoutKey}`,
      met: outcome.admittedWithoutKey === 0,
    },
    {
      name: "exit codes of all apps",
      goal: "all 0",
      measured: outcome.exits.every((code) => code === 0) ? "all 0" : outcome.exits.join(", "),
      met: outcome.exits.every((code) => code === 0),
    },
  ];
}

function describeWrong({ direction, acked, received, sent }: FrameTotals): string {
  return `; ${direction}: ${acked} <= ${received} <= ${sent}`;
}

/** The samples after the first third, when the server has allocated what all clients need. */
function afterFirstThird(samples: readonly Sample[]): readonly Sample[] {
  return samples.slice(Math.floor(samples.length / 3));
}

function megabytes(sample: Sample | undefined): string {
  return `${((sample?.bytes ?? 0) / 1e6).toFixed(0)} MB`;
}
