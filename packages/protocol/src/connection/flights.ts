import { createPlaces, type Place, together } from "./places.ts";

/** What may leave without another look at the path. */
export interface Credit {
  /** So many bytes may be in flight. */
  readonly bytes: number;
  /** Until this time. */
  readonly until: number;
  /** One frame in each so many microseconds asks for a receipt; 0 where each does. */
  readonly every: number;
}

/** No more frames than these are in flight: half a second at 256 frames a second. So many of them ask for no receipt in a row. */
const mostFlights = 128;
const mostUnasked = 64;

const sent = 0;
const sentBytes = 1;
const taken = 2;
const takenBytes = 3;
/** Number of the latest that asks for a receipt, and when it left. */
const lastAsked = 4;
const lastAskedAt = 5;
const creditBytes = 6;
const creditUntil = 7;
const creditEvery = 8;
const come = 9;
/** Of each peer. */
const totals = 16;

const sentAt = 0;
const bytes = 1;
const level = 2;
const asked = 3;
/** Of each frame. */
const fields = 4;
const ring = mostFlights * fields;

/** The totals of all who have a place there come first, then the rings of the frames. */
const takePlace = createPlaces(totals + ring, ({ array, index }) => {
  const start = index * totals;
  array.fill(0, start, start + totals);
  array[start + lastAskedAt] = Number.NEGATIVE_INFINITY;
});

function ringOf(index: number): number {
  return together * totals + index * ring;
}

/** Rates are those of so many microseconds, and those of fewer than so many at the first frames. */
const rateTime = 2_000_000;
const leastRateTime = 100_000;

/**
 * The frames that left, numbered from 1 as receipts count them; what is told of one can be read until it is taken. Times
 * are in microseconds.
 *
 * With hundreds of peers each frame finds the state of each peer out of all caches, and what it costs is the pieces of
 * memory that it touches. So the flights of many lie side by side in one array, and a frame {@link pass}es with no look
 * at any other object.
 */
export class Flights {
  /** Where they lie, for {@link pass}. */
  readonly place: Place = takePlace(this);
  readonly #array = this.place.array;
  readonly #totals = this.place.index * totals;
  readonly #ring = ringOf(this.place.index);

  /** Number of the latest. */
  get sent(): number {
    return this.#total(sent);
  }

  /** All up to this number have come. */
  get come(): number {
    return this.#total(come);
  }

  /** All up to this number have come and were taken. */
  get taken(): number {
    return this.#total(taken);
  }

  /** Bytes of all. */
  get sentBytes(): number {
    return this.#total(sentBytes);
  }

  /** Bytes of those that were not taken. */
  get bytes(): number {
    return this.#total(sentBytes) - this.#total(takenBytes);
  }

  /** No other may leave before some are taken. */
  get full(): boolean {
    return this.sent - this.taken >= mostFlights;
  }

  /** Replaces the credit. At first there is none. */
  grant(credit: Credit): void {
    this.#set(creditBytes, credit.bytes);
    this.#set(creditUntil, credit.until);
    this.#set(creditEvery, credit.every);
  }

  /** Takes the credit back: each frame is to be looked at. */
  revoke(): void {
    this.#set(creditUntil, Number.NEGATIVE_INFINITY);
  }

  /** What the credit allows to be in flight. */
  creditAt(at: number): number {
    return at < this.#total(creditUntil) ? this.#total(creditBytes) : 0;
  }

  /** Whether a frame of so many bytes may leave on credit. */
  hasCredit(size: number, at: number): boolean {
    return hasCredit(this.#array, this.#totals, size, at);
  }

  /** Lets a frame leave on credit. Gives back whether it asks for a receipt; undefined where the credit is used up. */
  pass(size: number, ofLevel: number, at: number): boolean | undefined {
    return pass(this.place.array, this.place.index, size, ofLevel, at);
  }

  /**
   * Whether no frame has asked for a receipt yet in this one of the clock's intervals, or none of many. So peers that get
   * the same frames ask with the same ones: their receipts come together, which takes the sender less.
   */
  isTimeToAsk(every: number, at: number): boolean {
    return isTimeToAsk(this.#array, this.#totals, every, at);
  }

  /** A frame leaves. */
  add(size: number, ofLevel: number, asks: boolean, at: number): void {
    add(this.place.array, this.place.index, size, ofLevel, asks, at);
  }

  sentAt(number: number): number {
    return this.#of(number, sentAt);
  }

  bytesOf(number: number): number {
    return this.#of(number, bytes);
  }

  levelOf(number: number): number {
    return this.#of(number, level);
  }

  asked(number: number): boolean {
    return this.#of(number, asked) === 1;
  }

  /** The first from `number` on that asks for a receipt; undefined where none does. */
  nextAsked(number: number): number | undefined {
    for (let next = number; next <= this.sent; next++) if (this.asked(next)) return next;
    return undefined;
  }

  /** Frames and bits a second: of the last two seconds, or of the frames that are remembered where those are fewer. */
  rate(at: number): { readonly fps: number; readonly bitrate: number } {
    const oldest = Math.max(this.sent - mostFlights + 1, 1);
    let sum = 0;
    let number = this.sent;
    for (; number >= oldest && this.sentAt(number) > at - rateTime; number--) sum += this.bytesOf(number);
    const frames = this.sent - number;
    if (frames === 0) return { fps: 0, bitrate: 0 };
    const time = Math.max(number >= oldest ? rateTime : at - this.sentAt(oldest), leastRateTime);
    return { fps: (frames * 1e6) / time, bitrate: (sum * 8e6) / time };
  }

  /** All up to `number` have come. */
  arrive(number: number): void {
    this.#set(come, Math.max(this.come, number));
  }

  /** All up to `number` were taken. */
  take(number: number): void {
    let size = this.#total(takenBytes);
    for (let next = this.taken + 1; next <= number; next++) size += this.bytesOf(next);
    this.#set(takenBytes, size);
    this.#set(taken, Math.max(this.taken, number));
    this.arrive(number);
  }

  #total(which: number): number {
    return this.#array[this.#totals + which] as number;
  }

  #set(which: number, value: number): void {
    this.#array[this.#totals + which] = value;
  }

  #of(number: number, field: number): number {
    return this.#array[this.#ring + (number % mostFlights) * fields + field] as number;
  }
}

/**
 * Lets a frame of the peer whose place this is leave on credit. Gives back whether it asks for a receipt; undefined where
 * the credit is used up.
 */
export function pass(
  array: Float64Array,
  index: number,
  size: number,
  ofLevel: number,
  at: number,
): boolean | undefined {
  const start = index * totals;
  if (!hasCredit(array, start, size, at)) return undefined;
  const asks = isTimeToAsk(array, start, array[start + creditEvery] as number, at);
  add(array, index, size, ofLevel, asks, at);
  return asks;
}

function hasCredit(array: Float64Array, start: number, size: number, at: number): boolean {
  const inFlight = (array[start + sentBytes] as number) - (array[start + takenBytes] as number);
  return (
    at < (array[start + creditUntil] as number) &&
    inFlight + size < (array[start + creditBytes] as number) &&
    (array[start + sent] as number) - (array[start + taken] as number) < mostFlights
  );
}

function isTimeToAsk(array: Float64Array, start: number, every: number, at: number): boolean {
  return (
    every === 0 ||
    Math.floor(at / every) !== Math.floor((array[start + lastAskedAt] as number) / every) ||
    (array[start + sent] as number) - (array[start + lastAsked] as number) >= mostUnasked
  );
}

function add(array: Float64Array, index: number, size: number, ofLevel: number, asks: boolean, at: number): void {
  const start = index * totals;
  const number = (array[start + sent] as number) + 1;
  array[start + sent] = number;
  array[start + sentBytes] = (array[start + sentBytes] as number) + size;
  if (asks) {
    array[start + lastAsked] = number;
    array[start + lastAskedAt] = at;
  }
  const place = ringOf(index) + (number % mostFlights) * fields;
  array[place + sentAt] = at;
  array[place + bytes] = size;
  array[place + level] = ofLevel;
  array[place + asked] = asks ? 1 : 0;
}
