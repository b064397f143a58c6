/** Decodes mutated H.264 in a process of its own, and writes what came of it. Usage: decode-mutations.js SEED COUNT. */
import { h264 } from "@framewire/codec-av";

const [seed, count] = process.argv.slice(2).map(Number);
let state = seed;

/** A random whole number below `limit` (xorshift). */
function random(limit) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % limit;
}

/** A frame of 160x120 whose pixels move. */
function pixels(sequence) {
  const data = new Uint8Array(160 * 120 * 3);
  for (let i = 0; i < data.length; i++) data[i] = (i * 7 + sequence * 31 + (i >> 9)) & 255;
  return { sequence, timestamp: sequence, format: "RGB", width: 160, height: 120, data };
}

const encoder = h264.createEncoder({ quality: 40 });
const valid = [];
for (let i = 0; i < 6; i++) valid.push(await encoder.encode(pixels(i), { keyFrame: i % 3 === 0 }));
await encoder.close();

const outcome = { decoded: 0, refused: 0, other: 0 };
const decoder = h264.createDecoder();
for (let i = 0; i < count; i++) {
  const frame = valid[i % valid.length];
  const data = frame.data.slice(0, random(8) === 0 ? random(frame.data.length) : frame.data.length);
  for (let changes = 1 + random(6); changes > 0 && data.length > 8; changes--) {
    data[5 + random(data.length - 5)] = random(256);
  }
  try {
    const { width, height, data: rgb } = await decoder.decode({ ...frame, data });
    if (width !== 160 || height !== 120 || rgb.length !== 160 * 120 * 3) outcome.other++;
    else outcome.decoded++;
  } catch (error) {
    if (error.name === "CodecError") outcome.refused++;
    else outcome.other++;
  }
}
const last = await decoder.decode(valid[0]);
await decoder.close();
process.stdout.write(JSON.stringify({ ...outcome, recovered: last.sequence === 0, rss: process.memoryUsage.rss() }));
