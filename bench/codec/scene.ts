import type { VideoFrame } from "@framewire/media";

/**
 * A picture with as much in it as a camera's: light and shade at all scales (value noise in octaves), some
 * colour, and grain. At 768x576 it takes about as many bytes as a frame of a street does.
 */
export function scene(width: number, height: number): VideoFrame {
  const data = new Uint8Array(width * height * 3);
  const unit = 768 / width;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const [u, v] = [x * unit, y * unit];
      let light = 0;
      for (let cell = 256, weight = 110; cell >= 2; cell /= 2, weight /= 1.27) {
        light += weight * (noise(u / cell, v / cell, cell) - 0.5);
      }
      const warm = 60 * (noise(u / 150, v / 150, 7) - 0.5);
      const grain = 8 * (lattice(x, y, 3) - 0.5);
      data[i] = clamp(125 + light + warm + grain);
      data[i + 1] = clamp(125 + light + grain);
      data[i + 2] = clamp(120 + light - warm + grain);
    }
  }
  return { sequence: 0, timestamp: 0, format: "RGB", width, height, data };
}

/** Value noise from 0 to 1: a lattice of random values with bilinear steps between. */
function noise(x: number, y: number, seed: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - column, y - row];
  const top = lattice(column, row, seed) * (1 - right) + lattice(column + 1, row, seed) * right;
  const bottom = lattice(column, row + 1, seed) * (1 - right) + lattice(column + 1, row + 1, seed) * right;
  return top * (1 - down) + bottom * down;
}

/** A number from 0 to 1 that is always the same for the same place: an integer hash. */
function lattice(x: number, y: number, seed: number): number {
  let hash = Math.imul(x, 374_761_393) ^ Math.imul(y, 668_265_263) ^ Math.imul(seed, 1_274_126_177);
  hash = Math.imul(hash ^ (hash >>> 13), 1_103_515_245);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

function clamp(sample: number): number {
  return Math.max(0, Math.min(255, sample));
}
