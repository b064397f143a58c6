/** QR codes for the terminal and for the page. */
import { styleText } from "node:util";
import { encode, renderUnicodeCompact } from "uqr";

/** The light edge around a code, in modules: four by the standard; scanners need two, and most of them one. */
const borders = [2, 1];

/**
 * Returns a QR code of the text as lines for a terminal, with the widest edge that fits, or undefined if none fits. The
 * colours are fixed, because scanners expect dark on light.
 */
export function qrCode(
  text: string,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string | undefined {
  for (const border of borders) {
    const lines = renderUnicodeCompact(text, { border }).split("\n");
    if (lines.length > rows || lines.some((line) => line.length > columns)) continue;
    return lines.map((line) => styleText(["whiteBright", "bgBlack"], line)).join("\n");
  }
  return undefined;
}

/** Returns the modules of a QR code without an edge: a string for each row, `1` for dark and `0` for light. */
export function qrMatrix(text: string): readonly string[] {
  return encode(text, { border: 0 }).data.map((row) => row.map((dark) => (dark ? "1" : "0")).join(""));
}
