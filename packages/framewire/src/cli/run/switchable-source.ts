import {
  type EncodedFrame,
  isEncoded,
  type OpenOptions,
  onAbort,
  type Source,
  type SourceDescription,
  type VideoFrame,
  type VideoSource,
} from "@framewire/media";

/** A camera that takes the place of the usual source while it is shared. */
export interface Guest {
  /** Who shares it, for people; may be empty. */
  readonly name: string;
  readonly frames: Source<EncodedFrame>;
  /** Aborts when it is shared no more. */
  readonly signal: AbortSignal;
}

/** A source whose pictures come from somewhere else for a while. */
export interface SwitchableSource {
  readonly source: VideoSource;
  /** Shows this camera from now on, until it is shared no more or another takes its place. */
  show(guest: Guest): void;
}

/**
 * Makes one of a usual source. Whoever reads it notices nothing of a switch but the pictures: their numbers go on
 * counting up. Of the two, only the one that is shown is open, and only while somebody reads. It describes itself as the
 * one that is shown.
 */
export function switchableSource(usual: VideoSource): SwitchableSource {
  let guest: Guest | undefined;
  let seen: SourceDescription | undefined;
  let switched = new AbortController();

  function switchTo(next: Guest | undefined): void {
    guest = next;
    seen = next && { device: deviceOf(next) };
    const before = switched;
    switched = new AbortController();
    before.abort();
  }

  async function* read({ signal }: OpenOptions = {}): AsyncGenerator<VideoFrame | EncodedFrame> {
    const number = countOn();
    while (!signal?.aborted) {
      const shown = guest;
      const until = signal ? AbortSignal.any([signal, switched.signal]) : switched.signal;
      for await (const frame of (shown?.frames ?? usual)({ signal: until })) {
        if (shown && shown === guest && isEncoded(frame)) seen = describeGuest(shown, frame);
        yield number(frame, shown);
      }
      if (until.aborted) continue;
      // It ended by itself. After a guest comes the usual source; after that, nothing.
      if (!shown) return;
      if (guest === shown) switchTo(undefined);
    }
  }

  return {
    source: Object.assign(read, { describe: () => seen ?? usual.describe?.() ?? { device: "a source" } }),
    show(next) {
      switchTo(next);
      onAbort(next.signal, () => {
        if (guest === next) switchTo(undefined);
      });
    },
  };
}

/** A page says what it sends by its pictures alone. */
function describeGuest(guest: Guest, { width, height, codec }: EncodedFrame): SourceDescription {
  return { device: deviceOf(guest), width, height, format: codec.toUpperCase(), passthrough: true };
}

/** Numbers frames of several sources, one after the other, as those of one. */
function countOn(): <Frame extends VideoFrame | EncodedFrame>(frame: Frame, from: unknown) => Frame {
  let source: unknown;
  let shift = 0;
  let next: number | undefined;
  return (frame, from) => {
    if (next !== undefined && from !== source) shift = next - frame.sequence;
    source = from;
    const sequence = frame.sequence + shift;
    next = sequence + 1;
    return shift === 0 ? frame : { ...frame, sequence };
  };
}

function deviceOf({ name }: Guest): string {
  return `the camera of ${name || "a page"}`;
}
