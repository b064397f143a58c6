/** Tables and statistics of the benchmarks. */

/** A Markdown table, with aligned columns for a terminal. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows].map((line) => line.map(String));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  return lines.map((line) => `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |\n`).join("");
}

/** "yes" or "no", and nothing where there is no goal. */
export function yesNo(met: boolean | undefined): string {
  return met === undefined ? "" : met ? "yes" : "no";
}

/** The median; NaN of no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)], sorted[middle]];
  return (low + high) / 2;
}

/** The value that `part` of the values (0 to 1) do not exceed; NaN of no values. */
export function percentile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(part * values.length) - 1)] ?? Number.NaN;
}

/** The median of each property of some measurements. */
export function medians<T extends { readonly [key in keyof T]: number | null }>(values: readonly T[]): T {
  const keys = Object.keys(values[0] ?? {}) as (keyof T)[];
  return Object.fromEntries(keys.map((key) => [key, median(values.map((value) => value[key] ?? Number.NaN))])) as T;
}
