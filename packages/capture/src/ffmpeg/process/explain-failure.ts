import { SourceError } from "../../source-error.ts";

/** Why ffmpeg gave no more pictures, in half a sentence. */
export interface Failure {
  readonly reason: string;
  /** Trying again is of no use before the first picture. */
  readonly final?: "unauthorized" | "http" | "format";
}

/** The device as people know it, by which its failures are worded. */
export type DeviceKind = "camera" | "file" | "stream" | "screen" | "lavfi";

type Meaning = readonly [RegExp, Failure | ((kind: DeviceKind) => Failure)];

/** What ffmpeg and the system say, and what that means. The first that fits counts. */
const meanings: readonly Meaning[] = [
  [
    /401 Unauthorized|authorization failed/i,
    { reason: "the name and password are missing or refused", final: "unauthorized" },
  ],
  [/403 Forbidden|access denied/i, { reason: "it forbids it", final: "unauthorized" }],
  [
    /(?:404|454|400) (?:Stream )?(?:Not Found|Bad Request|Session Not Found)/i,
    { reason: "it has nothing under that address", final: "http" },
  ],
  [
    /Protocol '?\w+'? not on whitelist/i,
    { reason: "it leads to somewhere else than its address says, which is not followed", final: "http" },
  ],
  [/Connection refused/i, { reason: "nothing listens at that address" }],
  [
    /Failed to resolve hostname|Name or service not known|Temporary failure in name resolution/i,
    { reason: "no machine of that name is known" },
  ],
  [/No route to host|Network is unreachable|Host is down/i, { reason: "the machine cannot be reached" }],
  [/Connection timed out|Operation timed out/i, { reason: "it does not answer" }],
  [/Connection reset|Broken pipe|End of file|ends prematurely/i, { reason: "it closed the connection" }],
  [/Cannot open display|Could not open X display/i, { reason: "there is no such screen, or this user may not see it" }],
  [/Device or resource busy/i, { reason: "another program uses it: close that one" }],
  [
    /Permission denied|Operation not permitted/i,
    (kind) =>
      kind === "camera"
        ? { reason: "this user may not open it: “sudo usermod -aG video $USER”, then log in anew" }
        : { reason: "this user may not read it", final: "format" },
  ],
  [
    /No such device|No such file or directory|Cannot open video device|Inappropriate ioctl/i,
    { reason: "it is not there" },
  ],
  [
    /Format .*not on whitelist|Invalid data found|moov atom not found|matches no streams|Could not find codec parameters/i,
    (kind) =>
      kind === "camera"
        ? { reason: "it gives no pictures" }
        : { reason: "it is no video that ffmpeg reads", final: "format" },
  ],
  [
    /Unknown input format|Protocol not found|No such filter/i,
    { reason: "this ffmpeg was built without what that takes", final: "format" },
  ],
  [
    // A redirect that is not to http, which is not opened at all.
    /https?:\/\/\S*: Invalid argument|Error opening input: Invalid argument\s[\s\S]*\bhttps?:\/\//i,
    { reason: "it leads to something that is no http or https address, which is not followed", final: "http" },
  ],
  [
    /Option .* not found|Error (?:initializing|applying|setting|parsing)|Invalid argument|Unable to parse/i,
    (kind) =>
      kind === "lavfi"
        ? { reason: "ffmpeg does not take its options", final: "format" }
        : { reason: "ffmpeg does not get along with it" },
  ],
];

/** Reads what ffmpeg wrote to its standard error with `-loglevel level+…`. Nothing of an address in it comes through. */
export function explainFailure(stderr: string, kind: DeviceKind): Failure {
  for (const [pattern, meaning] of meanings) {
    if (pattern.test(stderr)) return typeof meaning === "function" ? meaning(kind) : meaning;
  }
  const line = stderr
    .split("\n")
    .filter((text) => /\[(?:error|fatal)\]/.test(text))
    .at(-1);
  if (line === undefined) return { reason: kind === "file" ? "ffmpeg ended" : "it ended the stream" };
  return { reason: `ffmpeg says “${withoutSecrets(line.replace(/^.*\[(?:error|fatal)\]\s*/, "")).slice(0, 200)}”` };
}

function withoutSecrets(text: string): string {
  return text.replace(/\/\/\S*@/g, "//…@").replace(/[?&][^\s=]+=\S*/g, "?…");
}

/** The error for what only somebody can mend. */
export function finalError({ reason, final }: Failure, shown: string): SourceError | undefined {
  return final && new SourceError(final, `There is no picture from ${shown}: ${reason}.`);
}
