/** SVG that follows the reader's light or dark colour scheme. */

/** Size and description of a chart. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** For screen readers. */
  readonly description: string;
}

/** Colours of the systems, light and dark. Framewire's stands out. */
const systems: readonly (readonly [name: string, light: string, dark: string])[] = [
  ["framewire", "#0b6bcb", "#58a6ff"],
  ["naive", "#c4432b", "#ff8170"],
  ["newest-wins", "#b06f00", "#e3a63b"],
  ["zeromq", "#8250a8", "#c297e6"],
  ["ffmpeg", "#2f7d5b", "#63c297"],
];

const base = {
  light: ["#ffffff", "#1f2328", "#59636e", "#e3e7ec", "#f5f7f9"],
  dark: ["#14181e", "#e8ecf1", "#9aa5b1", "#2b323b", "#1b2129"],
};

function colours(scheme: "light" | "dark"): string {
  const [back, ink, soft, rule, band] = base[scheme];
  const own = systems.map(([name, light, dark]) => `--${name}:${scheme === "light" ? light : dark}`);
  return [`--back:${back}`, `--ink:${ink}`, `--soft:${soft}`, `--rule:${rule}`, `--band:${band}`, ...own].join(";");
}

const style = `
svg{${colours("light")};font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;font-size:13px}
@media(prefers-color-scheme:dark){svg{${colours("dark")}}}
text{fill:var(--ink)}.soft{fill:var(--soft)}.title{font-size:18px;font-weight:650}.strong{font-weight:650}.small{font-size:11.5px}
.end{text-anchor:end}.middle{text-anchor:middle}.back{fill:var(--back);stroke:var(--rule)}.band{fill:var(--band)}
.rule{stroke:var(--rule);stroke-width:1;fill:none}.bound{stroke:var(--ink);stroke-width:1.25;stroke-dasharray:5 4;fill:none}
.halo{stroke:var(--back);stroke-width:6;fill:none}.mark{stroke:var(--ink);stroke-width:2;fill:none}.line{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}.ours{stroke-width:2.8}
${systems.map(([name]) => `.s-${name}{stroke:var(--${name})}.f-${name}{fill:var(--${name})}`).join("")}`;

/** A complete SVG document. */
export function svg({ width, height, title, description }: Canvas, content: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<style>${style}\n</style>`,
    `<rect class="back" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"/>`,
    ...content,
    "</svg>\n",
  ].join("\n");
}

/** Text at a position; `classes` are of the style above. */
export function label(x: number, y: number, text: string, classes = ""): string {
  return `<text x="${short(x)}" y="${short(y)}"${classes ? ` class="${classes}"` : ""}>${escaped(text)}</text>`;
}

/** A straight line. */
export function line(from: readonly [number, number], to: readonly [number, number], classes: string): string {
  return `<path class="${classes}" d="M${from.map(short).join(" ")}L${to.map(short).join(" ")}"/>`;
}

/** A line through points. */
export function path(points: readonly (readonly [number, number])[], classes: string): string {
  return `<path class="${classes}" d="M${points.map((point) => point.map(short).join(" ")).join("L")}"/>`;
}

/** A filled rectangle. */
export function box(
  origin: readonly [number, number],
  size: readonly [number, number],
  classes: string,
  attributes = "",
): string {
  const [x, y, width, height] = [...origin, ...size].map(short);
  return `<rect class="${classes}" x="${x}" y="${y}" width="${width}" height="${height}"${attributes}/>`;
}

/** A logarithmic scale from values to positions. */
export function logScale(
  values: readonly [number, number],
  positions: readonly [number, number],
): (value: number) => number {
  const [low, high] = values.map(Math.log10) as [number, number];
  const [start, end] = positions;
  return (value) => {
    const part = (Math.log10(value) - low) / (high - low);
    return start + Math.min(1, Math.max(0, part)) * (end - start);
  };
}

/** As in 150 ms and 1.5 s. */
export function duration(ms: number): string {
  if (ms < 995) return `${ms.toFixed(0)} ms`;
  return `${ms < 9950 ? (ms / 1000).toFixed(1).replace(/\.0$/, "") : (ms / 1000).toFixed(0)} s`;
}

/** A coordinate with one decimal. */
export function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
