import { ladderFrom, type Rendition, withRelativeBytes } from "./ladder.ts";

/**
 * Reads levels as they are given on a command line. A lone whole number says how many of the default
 * ladder's, from the top: `1` is one level, so that nothing but the frame rate gives way. A list such as
 * `80,60,40,40x0.5` gives levels of one's own, QUALITY or QUALITYxSCALE, the best first; their shares are
 * estimates. `quality` is that of the default ladder's first level, 80 unless given.
 *
 * Throws a `RangeError` with a sentence for the user where the text is neither.
 */
export function parseLadder(text: string, { quality = 80 }: { readonly quality?: number } = {}): readonly Rendition[] {
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed)) return firstOf(ladderFrom(quality), Number(trimmed));
  const levels = withRelativeBytes(trimmed.split(",").map((part) => parseLevel(part.trim(), text)));
  for (const [i, { relativeBytes: share }] of levels.entries()) {
    const before = levels[i - 1];
    if (before && share >= before.relativeBytes) {
      throw new RangeError(
        `The levels ${text} do not go down: number ${i + 1} takes as many bytes as the one before. ` +
          "Put the best first, and each smaller than the one before, as in 80,60,40x0.5.",
      );
    }
  }
  return levels;
}

function firstOf(levels: readonly Rendition[], count: number): readonly Rendition[] {
  if (count >= 1 && count <= levels.length) return levels.slice(0, count);
  throw new RangeError(
    `There are ${levels.length} levels, and ${count} were asked for. Give a number from 1 to ${levels.length}, ` +
      "or qualities with a comma between them, as in 80,60,40x0.5.",
  );
}

function parseLevel(part: string, text: string): Pick<Rendition, "quality" | "scale"> {
  const [, quality, scale = "1"] = /^(\d{1,3})(?:x(\d*\.?\d+))?$/i.exec(part) ?? [];
  const level = { quality: Number(quality ?? Number.NaN), scale: Number(scale) };
  if (level.quality >= 1 && level.quality <= 100 && level.scale >= 0.05 && level.scale <= 1) return level;
  throw new RangeError(
    `"${part}" in the levels ${text} is no level. Write QUALITY or QUALITYxSCALE, with a whole quality from 1 to 100 ` +
      "and a scale from 0.05 to 1, as in 80,60,40x0.5.",
  );
}
