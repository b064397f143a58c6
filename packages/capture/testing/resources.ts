/** How many sockets, servers, look-ups and timers of this process are open, by kind. */
function openNow(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (/TCP|TLS|Timeout|GetAddrInfo/.test(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** Waits until what earlier tests have closed is gone, and remembers what is open. */
export async function openBefore(): Promise<ReadonlyMap<string, number>> {
  let [last, same] = ["", 0];
  while (same < 3) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const text = String([...openNow()]);
    same = text === last ? same + 1 : 0;
    last = text;
  }
  return openNow();
}

/** Says what is open now and was not before: one line a kind, none when all is released. */
export function openSince(before: ReadonlyMap<string, number>): string[] {
  return [...openNow()]
    .filter(([kind, count]) => count > (before.get(kind) ?? 0))
    .map(([kind, count]) => `${count} ${kind}, ${before.get(kind) ?? 0} before`);
}
