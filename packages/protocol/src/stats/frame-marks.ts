/** When the frames that a reader works on reached their latest stage. */

/** A reader works on few frames at a time: older ones are forgotten. */
const maxFrames = 32;

/** The latest known stage times of up to 32 frames, by sequence number. */
export class FrameMarks {
  /** The oldest first. */
  readonly #times = new Map<number, number>();

  /** The frame reached a stage, at a time in microseconds. */
  set(sequence: number, at: number): void {
    this.#times.delete(sequence);
    this.#times.set(sequence, at);
    if (this.#times.size > maxFrames) this.#times.delete(this.#times.keys().next().value as number);
  }

  /** Returns that time and forgets the frame; undefined where it is not known. */
  take(sequence: number): number | undefined {
    const at = this.#times.get(sequence);
    this.#times.delete(sequence);
    return at;
  }
}
