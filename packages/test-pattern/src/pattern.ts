import { now, type OpenOptions, type Source, type VideoFrame } from "@framewire/media";
import { createPicture } from "./drawing/picture.ts";
import { checkedSettings, type PatternOptions, type PatternSettings } from "./options.ts";
import { createPace } from "./pace.ts";

/**
 * A test picture that is seen to be live: colour bars after SMPTE EG 1, a light that runs across, the name,
 * the local time to the millisecond, the size, the rate and the frame number, and a code of light and dark
 * cells with the frame number and the capture time, which `readPattern` reads back.
 *
 * Small pictures leave out the ring, or the size and the frame number. A picture under 160
 * pixels wide has no code, for its cells would not outlive JPEG, nor has one so flat that the code would
 * take more than 60 % of its height (of 720p it takes 22 %). Under about 90 x 50 there is no text either.
 *
 * A frame is drawn when it is due and somebody waits for it, never ahead. Each is RGB in a buffer of its
 * own; sequence numbers begin at 0 in each reading and count the frames that were drawn. Who reads too
 * slowly gets fewer frames at the same even pace, never a burst.
 *
 * @throws RangeError for a size or a rate that cannot be drawn.
 */
export function pattern(options: PatternOptions = {}): Source<VideoFrame> {
  const settings = checkedSettings(options);
  const { width, height, fps } = settings;
  const source: Source<VideoFrame> = (open) => frames(settings, open);
  const says = { device: "the test pattern", width, height, fps, format: "RGB", passthrough: false };
  return Object.assign(source, { describe: () => says });
}

async function* frames(settings: PatternSettings, { signal }: OpenOptions = {}): AsyncGenerator<VideoFrame> {
  if (signal?.aborted) return;
  const { width, height, fps } = settings;
  const draw = createPicture(settings);
  const due = createPace(fps);
  for (let sequence = 0; await due(signal); sequence++) {
    const timestamp = now();
    yield { format: "RGB", width, height, sequence, timestamp, data: draw({ sequence, timestamp }) };
  }
}
