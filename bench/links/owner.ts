/** What begins the name of everything that a run makes outside of itself. */
export const prefix: string = "framewire-bench";

/** The names among these that runs made which were killed before they could tidy up. */
export function leftBehind(names: readonly string[]): readonly string[] {
  return names.filter((name) => {
    const [, pid] = new RegExp(`^${prefix}-(\\d+)-`).exec(name) ?? [];
    return pid !== undefined && !isRunning(Number(pid));
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
