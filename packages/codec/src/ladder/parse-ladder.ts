/** Reads a ladder from the text of a command line option. */
import { ladderFrom, type Rendition, withRelativeBytes } from "./ladder.ts";

/**
 * Reads a ladder from text. A whole number is how many levels of the default ladder to use, from the top: with `1` only the
 * frame rate adapts. A list such as `80,60,40,40x0.5` gives the renditions, QUALITY or QUALITYxSCALE, best first; their
 * `relativeBytes` are estimates. `quality` is the default ladder's first, by default 80.
 *
 * Throws a `RangeError` with a sentence for the user where the text is neither.
 */
export function parseLadder(text: string, { quality = 80 }: { readonly quality?: number } = {}): readonly Rendition[] {
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed)) return top(ladderFrom(quality), Number(trimmed));
  const ladder = withRelativeBytes(trimmed.split(",").map((part) => parseRendition(part.trim(), text)));
  for (const [i, { relativeBytes }] of ladder.entries()) {
    const before = ladder[i - 1];
    if (before && relativeBytes >= before.relativeBytes) {
      throw new RangeError(
        `The levels ${text} do not go down: number ${i + 1} takes as many bytes as the one before. ` +
          "Put the best first, and each smaller than the one before, as in 80,60,40x0.5.",
      );
    }
  }
  return ladder;
}

function top(ladder: readonly Rendition[], count: number): readonly Rendition[] {
  if (count >= 1 && count <= ladder.length) return ladder.slice(0, count);
  throw new RangeError(
    `There are ${ladder.length} levels, not ${count}. Give a number from 1 to ${ladder.length}, ` +
      "or qualities with a comma between them, as in 80,60,40x0.5.",
  );
}

function parseRendition(part: string, text: string): Pick<Rendition, "quality" | "scale"> {
  const [, quality, scale = "1"] = /^(\d{1,3})(?:x(\d*\.?\d+))?$/i.exec(part) ?? [];
  const rendition = { quality: Number(quality ?? Number.NaN), scale: Number(scale) };
  const { quality: q, scale: s } = rendition;
  if (q >= 1 && q <= 100 && s >= 0.05 && s <= 1) return rendition;
  throw new RangeError(
    `"${part}" in the levels ${text} is not a level. Write QUALITY or QUALITYxSCALE, with a whole quality from 1 to 100 ` +
      "and a scale from 0.05 to 1, as in 80,60,40x0.5.",
  );
}
