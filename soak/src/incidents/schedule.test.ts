import { expect, test } from "vitest";
import { schedule } from "./schedule.ts";

const options = { seed: 7, clients: 8, length: 600_000 };

test("a seed has one schedule, and another seed another", () => {
  expect(schedule(options)).toEqual(schedule(options));
  expect(schedule({ ...options, seed: 8 })).not.toEqual(schedule(options));
});

test("ten minutes include every kind of incident, and all end in time", () => {
  const incidents = schedule(options);
  expect(new Set(incidents.map(({ kind }) => kind)).size).toBe(11);
  for (const { at, duration } of incidents) expect(at + duration).toBeLessThanOrEqual(options.length);
});

test("a client has one incident at a time", () => {
  for (let client = 0; client < options.clients; client++) {
    const own = schedule(options).filter((incident) => incident.client === client);
    expect(own.length).toBeGreaterThan(5);
    for (const [index, { at }] of own.entries()) {
      const before = own[index - 1];
      if (before) expect(at).toBeGreaterThan(before.at + before.duration);
    }
  }
});
