/** ffmpeg's test sources as inputs. */
import { SourceError } from "../../source-error.ts";
import type { Input, InputOptions } from "./input.ts";

/** ffmpeg's test sources that read no file. */
const names = [
  ...[
    "allrgb",
    "allyuv",
    "color",
    "colorchart",
    "colorspectrum",
    "gradients",
    "haldclutsrc",
    "mandelbrot",
    "mptestsrc",
  ],
  ...[
    "nullsrc",
    "pal75bars",
    "pal100bars",
    "rgbtestsrc",
    "sierpinski",
    "smptebars",
    "smptehdbars",
    "testsrc",
    "testsrc2",
  ],
  ...["yuvtestsrc", "zoneplate"],
] as const;

/** Sources with a fixed size. */
const ownSize: ReadonlySet<string> = new Set(["allrgb", "allyuv", "colorchart", "haldclutsrc", "mptestsrc"]);

const form = /^([a-z0-9]+)(?:=([\w.:=/+#@-]*))?$/i;

/** Whether the text is a test source without the prefix `lavfi:`. */
export function isTestSource(text: string): boolean {
  return names.some((name) => text === name || text.startsWith(`${name}=`));
}

/**
 * Returns the input for a test source with its options, such as `testsrc2=size=640x360:rate=25`. `width`, `height` and
 * `fps` apply where the text has no size or rate. Filters are refused, because they can read and write files.
 */
export function testSourceInput(text: string, { width, height, fps }: InputOptions): Input {
  const [, name = "", list = ""] = form.exec(text) ?? [];
  const settings = list.split(":").filter((setting) => setting !== "");
  const keys = settings.map((setting) => setting.split("=", 1)[0]);
  if (!isTestSource(name) || settings.some((setting) => !/^\w+=/.test(setting))) {
    throw new SourceError(
      "usage",
      `“lavfi:” accepts a test source of ffmpeg with named options, such as lavfi:testsrc2=size=640x360:rate=25. ` +
        `Valid test sources are ${names.join(", ")}.`,
    );
  }
  if (!ownSize.has(name) && !keys.includes("size") && !keys.includes("s")) settings.push(`size=${width}x${height}`);
  if (!keys.includes("rate") && !keys.includes("r")) settings.push(`rate=${fps}`);
  const graph = `${name}=${settings.join(":")}`;
  return {
    kind: "lavfi",
    label: `lavfi:${name}`,
    needsPacing: true,
    mayBeJpeg: false,
    format: "RGB",
    args: () => ["-f", "lavfi", "-i", graph],
  };
}
