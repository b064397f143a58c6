/** The source that draws the test pattern. */
import { now, type OpenOptions, type Source, type VideoFrame } from "@framewire/media";
import { createFrameDrawer } from "./drawing/frame-drawer.ts";
import { checkedSettings, type PatternOptions, type PatternSettings } from "./options.ts";
import { createPace } from "./pace.ts";

/**
 * Creates a source that draws a live test pattern: colour bars after SMPTE EG 1, a moving light, the name, the local time to
 * the millisecond, the size, the rate and the frame number, and a code of light and dark cells with the frame number and the
 * capture time, which `readPattern` reads.
 *
 * Small frames omit the ring, or the size and the frame number. A frame narrower than 160 pixels has no code, because its
 * cells would not survive JPEG, nor has one where the code would cover more than 60 % of the height (22 % at 720p). Below
 * about 90 x 50 there is no text.
 *
 * A frame is drawn when it is due and requested, never ahead. Each is RGB in a buffer of its own. Sequence numbers start at 0
 * in each iteration and count the frames that were drawn. A slow reader receives fewer frames at an even pace, never a burst.
 *
 * @throws RangeError for an invalid size or rate.
 */
export function pattern(options: PatternOptions = {}): Source<VideoFrame> {
  const settings = checkedSettings(options);
  const { width, height, fps } = settings;
  const source: Source<VideoFrame> = (open) => frames(settings, open);
  const description = { device: "the test pattern", width, height, fps, format: "RGB", passthrough: false };
  return Object.assign(source, { describe: () => description });
}

async function* frames(settings: PatternSettings, { signal }: OpenOptions = {}): AsyncGenerator<VideoFrame> {
  if (signal?.aborted) return;
  const { width, height, fps } = settings;
  const draw = createFrameDrawer(settings);
  const due = createPace(fps);
  for (let sequence = 0; await due(signal); sequence++) {
    const timestamp = now();
    yield { format: "RGB", width, height, sequence, timestamp, data: draw({ sequence, timestamp }) };
  }
}
