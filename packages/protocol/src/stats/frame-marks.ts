/** When frames that a reader has got reached the latest stage that is known of them. */
export interface FrameMarks {
  /** The frame of this sequence number reached a stage, at a time in microseconds. */
  set(sequence: number, at: number): void;
  /** When it did, for the last time that anybody asks; undefined where that is not known any more. */
  take(sequence: number): number | undefined;
}

/** A reader has so few frames in hand that the latest are all that it can mean. */
const remembered = 32;

/** Makes {@link FrameMarks}, which keep the latest 32. */
export function createFrameMarks(): FrameMarks {
  const sequences = new Float64Array(remembered).fill(-1);
  const times = new Float64Array(remembered);
  let next = 0;
  return {
    set(sequence, at) {
      sequences[next] = sequence;
      times[next] = at;
      next = (next + 1) % remembered;
    },
    take(sequence) {
      const index = sequences.indexOf(sequence);
      if (index === -1) return undefined;
      sequences[index] = -1;
      return times[index];
    },
  };
}
