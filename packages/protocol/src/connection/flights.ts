/** What may leave without another look at the path. */
export interface Credit {
  /** So many bytes may be in flight. */
  readonly bytes: number;
  /** Until this time. */
  readonly until: number;
  /** One frame in each so many microseconds asks for a receipt; 0 where each does. */
  readonly every: number;
}

const sent = 0;
const sentBytes = 1;
const taken = 2;
const takenBytes = 3;
const askedAt = 4;
const creditBytes = 5;
const creditUntil = 6;
const creditEvery = 7;
const come = 8;
const totals = 9;

const sentAt = 0;
const bytes = 1;
const level = 2;
const asked = 3;
/** Of each frame. */
const fields = 4;

/** Two seconds at 30 frames a second, and a few. */
const roomAtFirst = 64;

/** Rates are those of so many microseconds, and those of fewer than so many at the first frames. */
const rateTime = 2_000_000;
const leastRateTime = 100_000;

/**
 * The frames that left, numbered from 1 as receipts count them; what is told of one can be read until it is taken. Times
 * are in microseconds.
 *
 * With hundreds of peers each frame finds the state of each peer out of all caches, so what a frame costs is the pieces
 * of memory that it touches. Hence this is itself the array of its totals, with the ring of the frames beside it.
 */
export class Flights extends Float64Array {
  #ring = new Float64Array(roomAtFirst * fields);
  #mask = roomAtFirst - 1;

  constructor() {
    super(totals);
    this[askedAt] = Number.NEGATIVE_INFINITY;
  }

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

  /** When the latest that asks for a receipt left; -Infinity while none has. */
  get askedAt(): number {
    return this.#total(askedAt);
  }

  /** Replaces the credit. At first there is none. */
  grant(credit: Credit): void {
    this[creditBytes] = credit.bytes;
    this[creditUntil] = credit.until;
    this[creditEvery] = credit.every;
  }

  /** Takes the credit back: each frame is to be looked at. */
  revoke(): void {
    this[creditUntil] = Number.NEGATIVE_INFINITY;
  }

  /** What the credit allows to be in flight. */
  creditAt(at: number): number {
    return at < this.#total(creditUntil) ? this.#total(creditBytes) : 0;
  }

  /** Whether a frame of so many bytes may leave on credit. */
  hasCredit(size: number, at: number): boolean {
    return this.bytes + size < this.creditAt(at);
  }

  /** Lets a frame leave on credit. Gives back whether it asks for a receipt; undefined where the credit is used up. */
  pass(size: number, ofLevel: number, at: number): boolean | undefined {
    if (!this.hasCredit(size, at)) return undefined;
    const asks = this.isTimeToAsk(this.#total(creditEvery), at);
    this.add(size, ofLevel, asks, at);
    return asks;
  }

  /**
   * Whether no frame has asked for a receipt yet in this one of the clock's intervals. So peers that get the same frames
   * ask with the same ones: their receipts come together, which takes the sender less.
   */
  isTimeToAsk(every: number, at: number): boolean {
    return every === 0 || Math.floor(at / every) !== Math.floor(this.#total(askedAt) / every);
  }

  /** A frame leaves. */
  add(size: number, ofLevel: number, asks: boolean, at: number): void {
    const number = this.sent + 1;
    if (number - this.taken > this.#mask + 1) this.#grow();
    this[sent] = number;
    this[sentBytes] = this.sentBytes + size;
    if (asks) this[askedAt] = at;
    const ring = this.#ring;
    const place = this.#place(number);
    ring[place + sentAt] = at;
    ring[place + bytes] = size;
    ring[place + level] = ofLevel;
    ring[place + asked] = asks ? 1 : 0;
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
    const oldest = Math.max(this.sent - this.#mask, 1);
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
    this[come] = Math.max(this.come, number);
  }

  /** All up to `number` were taken. */
  take(number: number): void {
    let size = this.#total(takenBytes);
    for (let next = this.taken + 1; next <= number; next++) size += this.bytesOf(next);
    this[takenBytes] = size;
    this[taken] = Math.max(this.taken, number);
    this.arrive(number);
  }

  #total(index: number): number {
    return this[index] as number;
  }

  #of(number: number, field: number): number {
    return this.#ring[this.#place(number) + field] as number;
  }

  #place(number: number): number {
    return (number & this.#mask) * fields;
  }

  /** Twice as many frames may be in flight. */
  #grow(): void {
    const old = this.#ring;
    const first = Math.max(this.sent - this.#mask, 1);
    const places: number[] = [];
    for (let number = first; number <= this.sent; number++) places.push(this.#place(number));
    this.#ring = new Float64Array(2 * old.length);
    this.#mask = 2 * this.#mask + 1;
    for (const [index, from] of places.entries()) {
      this.#ring.set(old.subarray(from, from + fields), this.#place(first + index));
    }
  }
}
