/** A place in an array that others have places in as well. */
export interface Place {
  readonly array: Float64Array;
  /** Which one of {@link together}. */
  readonly index: number;
}

/** So many have theirs in one array. */
export const together = 64;

/**
 * Gives out places in arrays of so many numbers; which of them are those of a place is the caller's to say, whose `clear`
 * makes them ready. Who goes through hundreds of them finds what lies side by side in a cache, where an object for each
 * would be fetched from memory. A place is given out again when its owner, the only one who may use it, is no more.
 */
export function createPlaces(numbers: number, clear: (place: Place) => void): (owner: object) => Place {
  const free: Place[] = [];
  const left = new FinalizationRegistry<Place>((place) => free.push(place));

  return (owner) => {
    if (free.length === 0) {
      const array = new Float64Array(numbers);
      for (let index = together - 1; index >= 0; index--) free.push({ array, index });
    }
    const place = free.pop() as Place;
    clear(place);
    left.register(owner, place);
    return place;
  };
}
