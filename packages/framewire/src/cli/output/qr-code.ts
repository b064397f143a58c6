import { styleText } from "node:util";
import { renderUnicodeCompact } from "uqr";

/**
 * A QR code of the text as lines for a terminal, in colours of its own: scanners want it dark on light. Undefined where
 * the terminal is too narrow for it.
 */
export function qrCode(text: string, columns: number): string | undefined {
  const lines = renderUnicodeCompact(text, { border: 2 }).split("\n");
  if (lines.some((line) => line.length > columns)) return undefined;
  return lines.map((line) => styleText(["whiteBright", "bgBlack"], line)).join("\n");
}
