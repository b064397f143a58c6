import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { until } from "../../testing/until.ts";
import { createPlaces, type Place, together } from "./slab.ts";

const numbers = 4;

function places() {
  return createPlaces(
    together * numbers,
    ({ array, index }) => void array.fill(0, index * numbers, (index + 1) * numbers),
  );
}

const fill = ({ array, index }: Place, value: number) => array.fill(value, index * numbers, (index + 1) * numbers);
const read = ({ array, index }: Place) => [...array.subarray(index * numbers, (index + 1) * numbers)];

describe("places", () => {
  it("lie side by side, each owner's apart from the others'", () => {
    const take = places();
    const all = Array.from({ length: 3 * together }, (_, i) => {
      const place = take({});
      expect(read(place)).toEqual([0, 0, 0, 0]);
      fill(place, i);
      return place;
    });
    for (const [i, place] of all.entries()) {
      expect(read(place)).toEqual([i, i, i, i]);
      expect(place.index).toBe(i % together);
    }
    expect(new Set(all.map(({ array }) => array)).size).toBe(3);
  });

  it("are given out again, clear, when the owner is no more, and not before", async () => {
    setFlagsFromString("--expose-gc");
    const gc: () => void = runInNewContext("gc");
    const take = places();
    const kept = { owner: {} };
    const own = take(kept.owner);
    fill(own, 7);
    for (let i = 1; i < together; i++) fill(take({}), 9);
    const again: number[] = [];
    await until(() => {
      gc();
      const place = take({});
      expect(read(place)).toEqual([0, 0, 0, 0]);
      if (place.array === own.array) again.push(place.index);
      return again.length > 20;
    });
    expect(again).not.toContain(own.index);
    expect(read(own)).toEqual([7, 7, 7, 7]);
    expect(kept.owner).toBeDefined();
  });
});
