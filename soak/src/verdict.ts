import { unexplained } from "./causes.ts";
import { audit, type FrameTotals } from "./frame-totals.ts";
import { type Sample, slope } from "./gauges.ts";
import type { Outcome } from "./soak.ts";

/** A line of the verdict. */
export interface Finding {
  readonly what: string;
  readonly goal: string;
  readonly measured: string;
  readonly met: boolean;
}

/** What the server's memory may still gain once it has what it needs, in bytes, whatever the length. */
const mostGrowth = 30e6;

/** Pictures on their way when a connection ends, by incident: what a window holds. */
const mostLost = 8;

/** Judges what is left after a soak. */
export function judge({ returns, accounts, memory, descriptors, ...outcome }: Outcome): readonly Finding[] {
  const back = returns.filter((time) => time !== undefined);
  const totals = audit(accounts);
  const odd = unexplained(outcome.warnings, outcome.incidents);
  const settled = afterFirstThird(memory);
  const perMinute = slope(settled) * 60;
  const growth = slope(settled) * ((settled.at(-1)?.at ?? 0) - (settled[0]?.at ?? 0));
  const { before, after } = descriptors;
  const lostPerIncident = totals.lost / Math.max(outcome.incidents.length, 1);
  return [
    {
      what: "clients that receive frames again",
      goal: `${returns.length}`,
      measured: `${back.length}, the last after ${(Math.max(...back) / 1000).toFixed(1)} s`,
      met: back.length === returns.length,
    },
    {
      what: "frame totals of both sides",
      goal: "acked <= received <= sent",
      measured: `${accounts.length - totals.wrong.length} of ${accounts.length} right${totals.wrong.map(describeWrong).join("")}`,
      met: totals.wrong.length === 0 && accounts.length > 0,
    },
    {
      what: "frames offered",
      goal: "all accounted for",
      measured: `${totals.received} received, ${totals.lost} in flight when a connection ended, ${totals.left} dropped by senders (${totals.passed} of the received ones dropped by receivers)`,
      met: totals.lost >= 0 && lostPerIncident <= mostLost,
    },
    {
      what: "the server's memory",
      goal: `+ < ${mostGrowth / 1e6} MB`,
      measured: `${(growth / 1e6).toFixed(1)} MB (${(perMinute / 1e6).toFixed(2)} MB a minute), ${megabytes(memory.at(-1))} at the end`,
      met: growth < mostGrowth,
    },
    {
      what: "its descriptors",
      goal: `${before}`,
      measured: `${after}`,
      met: after === before,
    },
    {
      what: "warnings without a cause",
      goal: "0",
      measured: odd.length === 0 ? "0" : `${odd.length}: ${odd[0]?.who}: ${odd[0]?.sentence}`,
      met: odd.length === 0,
    },
    {
      what: "admitted without the key",
      goal: "0",
      measured: `${outcome.admittedWithoutKey}`,
      met: outcome.admittedWithoutKey === 0,
    },
    {
      what: "exit codes at the end",
      goal: "all 0",
      measured: outcome.exits.every((code) => code === 0) ? "all 0" : outcome.exits.join(", "),
      met: outcome.exits.every((code) => code === 0),
    },
  ];
}

function describeWrong({ way, acked, received, sent }: FrameTotals): string {
  return `; ${way}: ${acked} <= ${received} <= ${sent}`;
}

/** What is needed for all clients is there by then. */
function afterFirstThird(samples: readonly Sample[]): readonly Sample[] {
  return samples.slice(Math.floor(samples.length / 3));
}

function megabytes(sample: Sample | undefined): string {
  return `${((sample?.bytes ?? 0) / 1e6).toFixed(0)} MB`;
}
