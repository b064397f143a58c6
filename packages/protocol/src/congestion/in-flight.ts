import type { EncodedFrame } from "@framewire/media";
import { type LatencyStage, type LatencyStages, latencyStagesOf } from "../stats/latency-stages.ts";
import { percentilesOf, recently } from "../stats/percentiles.ts";
import { createPlaces, type Place, together } from "./slab.ts";

/** What may leave without another look at the path. */
export interface Credit {
  /** So many bytes may be in flight. */
  readonly bytes: number;
  /** Until this time. */
  readonly until: number;
  /** One frame in each so many microseconds asks for a receipt; 0 where each does. */
  readonly every: number;
}

/** A frame that leaves. */
export interface SentFrame {
  readonly bytes: number;
  readonly level: number;
  /** Since its capture, or since it came here from somewhere else, until it was there to be sent. */
  readonly age: number;
}

/** So many are remembered, a power of two; no more are in flight, and no more in a row ask for no receipt. */
const mostFlights = 128;
const mostUnasked = 64;

const sent = 0;
const sentBytes = 1;
const taken = 2;
const takenBytes = 3;
/** Of the latest that asks for a receipt: its number, the bytes up to and with it, and when it left. */
const lastAsked = 4;
const askedBytes = 5;
const askedAt = 6;
const creditBytes = 7;
const creditUntil = 8;
const creditEvery = 9;
const come = 10;
/** The row that a frame lies in is its number and this. */
const shift = 11;
/** Of each peer. */
const totals = 16;

const sentAt = 0;
const bytes = 1;
const level = 2;
const asked = 3;
/** How old it was when it was there to be sent. */
const age = 4;
/** How long it took for each of the sender's stages; NaN where that is not known. */
const encoded = 5;
const queued = 6;
const written = 7;
/** Of each frame. */
const fields = 8;

/**
 * An array begins with the totals of each peer who has a place in it. Then comes the latest row in which a frame was
 * written, and then the rows: each has room for a frame of each peer. What all peers get is written to one row, and so
 * their first frames lie in the latest.
 */
const latestRow = together * totals;
const rows = latestRow + totals;
const row = together * fields;

const takePlace = createPlaces(rows + mostFlights * row, ({ array, index }) => {
  const start = index * totals;
  array.fill(0, start, start + totals);
  array[start + askedAt] = Number.NEGATIVE_INFINITY;
  for (let number = 0; number < mostFlights; number++) {
    const slot = slotOf(array, index, number);
    array.fill(0, slot, slot + fields);
  }
});

/** Rates are those of so many microseconds, and those of fewer than so many at the first frames. */
const rateTime = 2_000_000;
const leastRateTime = 100_000;

/**
 * The frames that left, numbered from 1 as receipts count them; what is told of one can be read until it is taken. Times
 * are in microseconds.
 *
 * With hundreds of peers each frame finds the state of each peer out of all caches, and what it costs is the pieces of
 * memory that it touches. So what the same picture writes for many lies side by side in one array, and a frame
 * {@link pass}es with no look at any other object.
 */
export class InFlight {
  /** Where they lie, for {@link pass}. */
  readonly place: Place = takePlace(this);
  readonly #array = this.place.array;
  readonly #totals = this.place.index * totals;

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

  /** Number of the latest that asks for a receipt; 0 while none has. */
  get lastAsked(): number {
    return this.#total(lastAsked);
  }

  /** Bytes of those behind that one. */
  get unaskedBytes(): number {
    return this.#total(sentBytes) - this.#total(askedBytes);
  }

  /** No other may leave before some are taken. */
  get full(): boolean {
    return isFull(this.#array, this.#totals);
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

  /** As the function {@link pass}. */
  pass(frame: SentFrame, at: number): boolean | undefined {
    return pass(this.#array, this.place.index, frame, at);
  }

  /**
   * Whether no frame has asked for a receipt yet in this one of the clock's intervals, or none of many. So peers that get
   * the same frames ask with the same ones: their receipts come together, which takes the sender less.
   */
  isTimeToAsk(every: number, at: number): boolean {
    return isTimeToAsk(this.#array, this.#totals, every, at);
  }

  /** A frame leaves. */
  add(frame: SentFrame, asks: boolean, at: number): void {
    add(this.#array, this.place.index, frame, asks, at);
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

  ageOf(number: number): number {
    return this.#of(number, age);
  }

  /** The first from `number` on that asks for a receipt; undefined where none does. */
  nextAsked(number: number): number | undefined {
    for (let next = number; next <= this.sent; next++) if (this.asked(next)) return next;
    return undefined;
  }

  /** Frames and bits a second: of the last two seconds, or of the frames that are remembered where those are fewer. */
  rate(at: number): { readonly fps: number; readonly bitrate: number } {
    const oldest = this.#oldest;
    let sum = 0;
    let number = this.sent;
    for (; number >= oldest && this.sentAt(number) > at - rateTime; number--) sum += this.bytesOf(number);
    const frames = this.sent - number;
    if (frames === 0) return { fps: 0, bitrate: 0 };
    const time = Math.max(number >= oldest ? rateTime : at - this.sentAt(oldest), leastRateTime);
    return { fps: (frames * 1e6) / time, bitrate: (sum * 8e6) / time };
  }

  /** How long the sender's stages took, of those of the last five seconds that are remembered. */
  stages(at: number): LatencyStages {
    const fieldOf: { readonly [S in LatencyStage]?: number } = { encoded, queued, sent: written };
    let first = this.sent + 1;
    while (first > this.#oldest && this.sentAt(first - 1) >= at - recently) first--;
    return latencyStagesOf((stage) => {
      const field = fieldOf[stage];
      if (field === undefined) return undefined;
      const took = Float64Array.from({ length: this.sent + 1 - first }, (_, i) => this.#of(first + i, field) / 1000);
      return percentilesOf(took.filter((each) => !Number.isNaN(each)));
    });
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

  /** Number of the oldest that is remembered. */
  get #oldest(): number {
    return Math.max(this.sent - mostFlights + 1, 1);
  }

  #total(which: number): number {
    return this.#array[this.#totals + which] as number;
  }

  #set(which: number, value: number): void {
    this.#array[this.#totals + which] = value;
  }

  #of(number: number, field: number): number {
    return this.#array[slotOf(this.#array, this.place.index, number) + field] as number;
  }
}

/**
 * Lets a frame of the peer who has this place leave on credit. Gives back whether it asks for a receipt; undefined where
 * the credit is used up.
 */
export function pass(array: Float64Array, index: number, frame: SentFrame, at: number): boolean | undefined {
  const start = index * totals;
  if (!hasCredit(array, start, frame.bytes, at)) return undefined;
  const asks = isTimeToAsk(array, start, array[start + creditEvery] as number, at);
  add(array, index, frame, asks, at);
  return asks;
}

/**
 * How long the latest frame of the peer who has this place took for the sender's stages. It was there to be sent since
 * `readyAt`.
 */
export function timeStages(array: Float64Array, index: number, frame: EncodedFrame, readyAt: number): void {
  const { timestamp, times: { encoded: encodedAt } = {} } = frame;
  const slot = slotOf(array, index, array[index * totals + sent] as number);
  array[slot + encoded] = encodedAt === undefined ? Number.NaN : Math.max(encodedAt - timestamp, 0);
  array[slot + queued] = Math.max(readyAt - (encodedAt ?? timestamp), 0);
  array[slot + written] = (array[slot + sentAt] as number) - readyAt;
}

function hasCredit(array: Float64Array, start: number, size: number, at: number): boolean {
  const inFlight = (array[start + sentBytes] as number) - (array[start + takenBytes] as number);
  return (
    at < (array[start + creditUntil] as number) &&
    inFlight + size < (array[start + creditBytes] as number) &&
    !isFull(array, start)
  );
}

function isFull(array: Float64Array, start: number): boolean {
  return (array[start + sent] as number) - (array[start + taken] as number) >= mostFlights;
}

function isTimeToAsk(array: Float64Array, start: number, every: number, at: number): boolean {
  return (
    every === 0 ||
    Math.floor(at / every) !== Math.floor((array[start + askedAt] as number) / every) ||
    (array[start + sent] as number) - (array[start + lastAsked] as number) >= mostUnasked
  );
}

function add(array: Float64Array, index: number, frame: SentFrame, asks: boolean, at: number): void {
  const start = index * totals;
  const number = (array[start + sent] as number) + 1;
  array[start + sent] = number;
  array[start + sentBytes] = (array[start + sentBytes] as number) + frame.bytes;
  if (asks) {
    array[start + lastAsked] = number;
    array[start + askedBytes] = array[start + sentBytes] as number;
    array[start + askedAt] = at;
  }
  if (number === 1) array[start + shift] = (array[latestRow] as number) - number;
  array[latestRow] = number + (array[start + shift] as number);
  const slot = slotOf(array, index, number);
  array[slot + sentAt] = at;
  array[slot + bytes] = frame.bytes;
  array[slot + level] = frame.level;
  array[slot + age] = frame.age;
  array[slot + asked] = asks ? 1 : 0;
}

/** Where it is written what is told of a frame. */
function slotOf(array: Float64Array, index: number, number: number): number {
  const which = (number + (array[index * totals + shift] as number)) & (mostFlights - 1);
  return rows + which * row + index * fields;
}
