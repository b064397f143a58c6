/** QR codes on the page. */

const namespace = "http://www.w3.org/2000/svg";
/** The light edge that the standard asks for, in modules. */
const edge = 4;

/** Draws a QR code: a string for each row, with `1` for each dark module. */
export function drawQrCode(matrix: readonly string[], label: string): SVGSVGElement {
  const size = matrix.length + 2 * edge;
  const svg = document.createElementNS(namespace, "svg");
  const path = document.createElementNS(namespace, "path");
  svg.setAttribute("viewBox", `${-edge} ${-edge} ${size} ${size}`);
  svg.setAttribute("class", "qr-code");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  path.setAttribute("d", qrCodePath(matrix));
  svg.append(path);
  return svg;
}

/** The path of the dark modules, with one rectangle for each run in a row. */
export function qrCodePath(matrix: readonly string[]): string {
  const runs = matrix.flatMap((row, y) =>
    [...row.matchAll(/1+/g)].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
  );
  return runs.join("");
}
