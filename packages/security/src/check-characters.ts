/**
 * The checksum of a generated key: two characters of a Reed–Solomon code over GF(32), one field element per character. It
 * is written by hand because no library locates the mistyped character, and the golden vectors fix the code.
 */

/** Powers of α, a root of x⁵ + x² + 1; two periods, so that the sum of two logarithms is a valid index. */
const powers: readonly number[] = (() => {
  const list: number[] = [];
  for (let power = 1; list.length < 62; ) {
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

/** The sum of the values, and the sum of the values weighted with αⁱ. */
function sums(values: readonly number[]): readonly [plain: number, weighted: number] {
  let plain = 0;
  let weighted = 0;
  values.forEach((value, index) => {
    plain ^= value;
    weighted ^= multiply(value, power(index));
  });
  return [plain, weighted];
}

/**
 * The two check values, 0 to 31, for up to 29 values: with them both sums are 0. The code detects any one or two wrong
 * values, and so any two swapped ones.
 */
export function checkValues(values: readonly number[]): readonly [number, number] {
  const [plain, weighted] = sums(values);
  const [first, second] = [power(values.length), power(values.length + 1)];
  const last = divide(weighted ^ multiply(plain, first), first ^ second);
  return [plain ^ last, last];
}

/**
 * Locates the error in values that end with the two check values. Returns undefined if there is none; otherwise the
 * indices that explain it by one wrong value or two swapped neighbours: none if there are more errors.
 */
export function locateErrors(values: readonly number[]): readonly number[] | undefined {
  const [plain, weighted] = sums(values);
  if (plain === 0 && weighted === 0) return undefined;
  if (plain === 0) {
    const isSwapped = (index: number): boolean => {
      const difference = (values[index] as number) ^ (values[index + 1] as number);
      return multiply(difference, power(index) ^ power(index + 1)) === weighted;
    };
    return values.flatMap((_, index) => (index + 1 < values.length && isSwapped(index) ? [index, index + 1] : []));
  }
  const index = weighted === 0 ? Number.POSITIVE_INFINITY : logarithm(divide(weighted, plain));
  return index < values.length ? [index] : [];
}
