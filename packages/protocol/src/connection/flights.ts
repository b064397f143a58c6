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
const come = 1;
const taken = 2;
const bytesInFlight = 3;
const askedAt = 4;
const creditBytes = 5;
const creditUntil = 6;
const creditEvery = 7;
/** What stands in front of the frames. */
const totals = 8;

const sentAt = 0;
const bytes = 1;
const level = 2;
const asked = 3;
/** Of each frame. */
const fields = 4;

const roomAtFirst = 8;

/**
 * The frames that left, numbered from 1 as receipts count them; what is told of one can be read until it is taken. Times
 * are in microseconds.
 *
 * With hundreds of peers each frame finds the state of each peer out of all caches, so what a frame costs is the pieces
 * of memory that it touches. Hence all lies in one, and hence a class: closures of their own would be more of them.
 */
export class Flights {
  #memory = new Float64Array(totals + roomAtFirst * fields);
  #mask = roomAtFirst - 1;

  constructor() {
    this.#memory[askedAt] = Number.NEGATIVE_INFINITY;
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

  /** Bytes of those that were not taken. */
  get bytes(): number {
    return this.#total(bytesInFlight);
  }

  /** When the latest that asks for a receipt left; -Infinity while none has. */
  get askedAt(): number {
    return this.#total(askedAt);
  }

  /** Replaces the credit. At first there is none. */
  grant(credit: Credit): void {
    this.#memory[creditBytes] = credit.bytes;
    this.#memory[creditUntil] = credit.until;
    this.#memory[creditEvery] = credit.every;
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
    return every === 0 || Math.floor(at / every) !== Math.floor(this.askedAt / every);
  }

  /** A frame leaves. */
  add(size: number, ofLevel: number, asks: boolean, at: number): void {
    const number = this.sent + 1;
    if (number - this.taken > this.#mask + 1) this.#grow();
    const memory = this.#memory;
    memory[sent] = number;
    memory[bytesInFlight] = this.bytes + size;
    if (asks) memory[askedAt] = at;
    const place = this.#place(number);
    memory[place + sentAt] = at;
    memory[place + bytes] = size;
    memory[place + level] = ofLevel;
    memory[place + asked] = asks ? 1 : 0;
  }

  sentAt(number: number): number {
    return this.#total(this.#place(number) + sentAt);
  }

  bytesOf(number: number): number {
    return this.#total(this.#place(number) + bytes);
  }

  levelOf(number: number): number {
    return this.#total(this.#place(number) + level);
  }

  asked(number: number): boolean {
    return this.#total(this.#place(number) + asked) === 1;
  }

  /** The first from `number` on that asks for a receipt; undefined where none does. */
  nextAsked(number: number): number | undefined {
    for (let next = number; next <= this.sent; next++) if (this.asked(next)) return next;
    return undefined;
  }

  /** All up to `number` have come. */
  arrive(number: number): void {
    this.#memory[come] = Math.max(this.come, number);
  }

  /** All up to `number` were taken. */
  take(number: number): void {
    let left = this.bytes;
    for (let next = this.taken + 1; next <= number; next++) left -= this.bytesOf(next);
    this.#memory[bytesInFlight] = left;
    this.#memory[taken] = Math.max(this.taken, number);
    this.arrive(number);
  }

  #total(index: number): number {
    return this.#memory[index] as number;
  }

  #place(number: number): number {
    return totals + (number & this.#mask) * fields;
  }

  /** Twice as many frames may be in flight. */
  #grow(): void {
    const old = this.#memory;
    const places: number[] = [];
    for (let number = this.taken + 1; number <= this.sent; number++) places.push(this.#place(number));
    const memory = new Float64Array(totals + 2 * (this.#mask + 1) * fields);
    memory.set(old.subarray(0, totals));
    this.#memory = memory;
    this.#mask = 2 * this.#mask + 1;
    for (const [index, from] of places.entries()) {
      memory.set(old.subarray(from, from + fields), this.#place(this.taken + 1 + index));
    }
  }
}
