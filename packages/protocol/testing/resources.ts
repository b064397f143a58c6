/** Counts the sockets, servers, timers and so on that keep this process alive, by kind. */
export function openResources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Waits until no more resources are open than before. */
export async function released(before: Readonly<Record<string, number>>): Promise<void> {
  const left = (): string[] =>
    Object.entries(openResources()).flatMap(([kind, count]) =>
      count > (before[kind] ?? 0) ? [`${kind}: ${count}`] : [],
    );
  const deadline = performance.now() + 5_000;
  while (left().length > 0) {
    if (performance.now() > deadline) throw new Error(`Still open: ${left().join(", ")}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
