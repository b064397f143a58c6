/** A field of 32 elements, one for each character: powers of a root of x⁵ + x² + 1, twice so that sums of two logarithms fit. */
const powers: readonly number[] = (() => {
  const list: number[] = [];
  for (let power = 1, index = 0; index < 62; index++) {
    list.push(power);
    power = power & 16 ? (power << 1) ^ 0b100101 : power << 1;
  }
  return list;
})();

const logarithms = new Map(powers.slice(0, 31).map((power, index) => [power, index]));

function power(exponent: number): number {
  return powers[exponent] as number;
}

function logarithm(element: number): number {
  return logarithms.get(element) as number;
}

function multiply(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : power(logarithm(a) + logarithm(b));
}

function divide(a: number, b: number): number {
  return a === 0 ? 0 : power(logarithm(a) - logarithm(b) + 31);
}

/** The sum of the values, and the sum in which each place has a weight of its own. */
function sums(values: readonly number[]): readonly [plain: number, weighted: number] {
  let plain = 0;
  let weighted = 0;
  values.forEach((value, place) => {
    plain ^= value;
    weighted ^= multiply(value, power(place));
  });
  return [plain, weighted];
}

/**
 * The two values, 0 to 31, that stand behind up to 29 others so that both sums are nothing: a Reed-Solomon code, which
 * finds any one or two wrong values, and with them any two that have changed places.
 */
export function checkValues(values: readonly number[]): readonly [number, number] {
  const [plain, weighted] = sums(values);
  const [first, second] = [power(values.length), power(values.length + 1)];
  const last = divide(weighted ^ multiply(plain, first), first ^ second);
  return [plain ^ last, last];
}

/**
 * What is wrong with values whose last two are the check: undefined for nothing, else the places that explain it, by one
 * wrong value or by two neighbours that have changed places. None explain more errors than that.
 */
export function wrongPlaces(values: readonly number[]): readonly number[] | undefined {
  const [plain, weighted] = sums(values);
  if (plain === 0 && weighted === 0) return undefined;
  if (plain === 0) {
    const swapped = (place: number): boolean => {
      const difference = (values[place] as number) ^ (values[place + 1] as number);
      return multiply(difference, power(place) ^ power(place + 1)) === weighted;
    };
    return values.flatMap((_, place) => (place + 1 < values.length && swapped(place) ? [place, place + 1] : []));
  }
  const place = weighted === 0 ? Number.POSITIVE_INFINITY : logarithm(divide(weighted, plain));
  return place < values.length ? [place] : [];
}
