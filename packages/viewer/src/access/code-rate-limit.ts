/** Bounds how fast a code can be guessed. */
export interface GuessLimit {
  tooMany(address: string): boolean;
  /** A wrong code came from there. */
  wrong(address: string): void;
}

/** Wrong codes from one address in so many milliseconds. */
const mostGuesses = 10;
const periodMs = 60_000;
/** Addresses that are remembered, at most: the oldest is forgotten first. */
const mostAddresses = 1000;

/** Makes a {@link GuessLimit} of ten wrong codes a minute from each address. */
export function createGuessLimit(clock: () => number = () => performance.now()): GuessLimit {
  const guesses = new Map<string, { readonly since: number; readonly count: number }>();

  function recent(address: string): { readonly since: number; readonly count: number } | undefined {
    const known = guesses.get(address);
    if (!known || clock() - known.since < periodMs) return known;
    guesses.delete(address);
    return undefined;
  }

  return {
    tooMany: (address) => (recent(address)?.count ?? 0) >= mostGuesses,
    wrong(address) {
      const { since, count } = recent(address) ?? { since: clock(), count: 0 };
      guesses.set(address, { since, count: count + 1 });
      if (guesses.size <= mostAddresses) return;
      for (const oldest of guesses.keys()) {
        guesses.delete(oldest);
        break;
      }
    },
  };
}
