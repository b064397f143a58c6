/** QR codes for the terminal. */
import { styleText } from "node:util";
import { renderUnicodeCompact } from "uqr";

/**
 * Returns a QR code of the text as lines for a terminal, or undefined if the terminal is too narrow. The colours are
 * fixed, because scanners expect dark on light.
 */
export function qrCode(text: string, columns: number): string | undefined {
  const lines = renderUnicodeCompact(text, { border: 2 }).split("\n");
  if (lines.some((line) => line.length > columns)) return undefined;
  return lines.map((line) => styleText(["whiteBright", "bgBlack"], line)).join("\n");
}
