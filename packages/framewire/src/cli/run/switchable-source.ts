/** A source that shared cameras can replace for a while. */
import {
  type EncodedFrame,
  isEncoded,
  type Logger,
  type OpenOptions,
  onAbort,
  type SourceDescription,
  silent,
  type VideoFrame,
  type VideoSource,
} from "@framewire/media";
import type { SharedCamera } from "@framewire/viewer";

type Camera = Pick<SharedCamera, "name" | "frames" | "signal">;

/** A source whose frames come from a shared camera while there is one. */
export interface SwitchableSource {
  readonly source: VideoSource;
  /** Switches to this camera, until its signal aborts, its frames end or another camera replaces it. */
  showCamera(camera: Camera): void;
}

/**
 * Creates a switchable source around the usual one. Its sequence numbers continue across a switch. Only the current one of
 * the two is open, and only while the source is read. `describe` describes the current one. A camera that fails is followed by
 * the usual source, as at its end; the source ends or throws as the usual source does.
 */
export function switchableSource(usual: VideoSource, log: Logger = silent): SwitchableSource {
  let camera: Camera | undefined;
  let description: SourceDescription | undefined;
  let switched = new AbortController();

  function switchTo(next: Camera | undefined): void {
    camera = next;
    description = next && { device: deviceOf(next) };
    const before = switched;
    switched = new AbortController();
    before.abort();
  }

  async function* read({ signal }: OpenOptions = {}): AsyncGenerator<VideoFrame | EncodedFrame> {
    const renumber = createRenumber();
    while (!signal?.aborted) {
      const current = camera;
      const until = signal ? AbortSignal.any([signal, switched.signal]) : switched.signal;
      try {
        for await (const frame of (current?.frames ?? usual)({ signal: until })) {
          if (current && current === camera && isEncoded(frame)) description = describeCamera(current, frame);
          yield renumber(frame, current);
        }
      } catch (error) {
        if (!current) throw error;
        log.error(`${sentenceStart(deviceOf(current))} has failed: ${(error as Error).message}`);
      }
      if (until.aborted) continue;
      // The frames ended by themselves. A camera is followed by the usual source; the usual source ends this one.
      if (!current) return;
      if (camera === current) switchTo(undefined);
    }
  }

  return {
    source: Object.assign(read, { describe: () => description ?? usual.describe?.() ?? { device: "a source" } }),
    showCamera(next) {
      switchTo(next);
      onAbort(next.signal, () => {
        if (camera === next) switchTo(undefined);
      });
    },
  };
}

/** Describes a shared camera by its frames, which are all that a page sends about it. */
function describeCamera(camera: Camera, { width, height, codec }: EncodedFrame): SourceDescription {
  return { device: deviceOf(camera), width, height, format: codec.toUpperCase(), passthrough: true };
}

/** Returns a function that numbers the frames of several sources, one after the other, as one ascending sequence. */
function createRenumber(): <Frame extends VideoFrame | EncodedFrame>(frame: Frame, from: unknown) => Frame {
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

function sentenceStart(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function deviceOf({ name }: Camera): string {
  return `the camera of ${name || "a page"}`;
}
