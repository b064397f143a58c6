/** Reads `count` values, then leaves the loop. */
export async function take<T>(values: AsyncIterable<T>, count: number): Promise<T[]> {
  const first: T[] = [];
  for await (const value of values) {
    first.push(value);
    if (first.length === count) break;
  }
  return first;
}
