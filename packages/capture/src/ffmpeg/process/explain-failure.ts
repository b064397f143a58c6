/** The failures of ffmpeg as readable sentences. */
import { SourceError } from "../../source-error.ts";
import { redactText } from "../../source-kit/redact-address.ts";

/** Why ffmpeg has ended. */
export interface Failure {
  /** Part of a sentence. */
  readonly reason: string;
  /** A retry cannot help before the first frame: the code of the {@link SourceError}. */
  readonly final?: "unauthorized" | "http" | "format";
}

/** The kind of input, which decides how its failures are described. */
export type DeviceKind = "camera" | "file" | "stream" | "screen" | "lavfi";

type Explanation = readonly [RegExp, Failure | ((kind: DeviceKind) => Failure)];

/** Messages of ffmpeg and the system, with their explanations. The first match is used. */
const explanations: readonly Explanation[] = [
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
    { reason: "it refers to another protocol than that of its address, which is not followed", final: "http" },
  ],
  [/Connection refused/i, { reason: "nothing listens at that address" }],
  [
    /Failed to resolve hostname|Name or service not known|Temporary failure in name resolution/i,
    { reason: "the host name is unknown" },
  ],
  [/No route to host|Network is unreachable|Host is down/i, { reason: "the machine cannot be reached" }],
  [/Connection timed out|Operation timed out/i, { reason: "it does not answer" }],
  [/Connection reset|Broken pipe|End of file|ends prematurely/i, { reason: "it closed the connection" }],
  [
    /Cannot open display|Could not open X display/i,
    { reason: "there is no such screen, or this user may not access it" },
  ],
  [/Device or resource busy/i, { reason: "another program uses it: close that one" }],
  [
    /Permission denied|Operation not permitted/i,
    (kind) =>
      kind === "camera"
        ? { reason: "this user may not open it: “sudo usermod -aG video $USER”, then log in again" }
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
        ? { reason: "it delivers no frames" }
        : { reason: "it is not a video that ffmpeg can read", final: "format" },
  ],
  [
    /Unknown input format|Protocol not found|No such filter/i,
    { reason: "this ffmpeg was built without support for it", final: "format" },
  ],
  [
    // A redirect to another scheme than http, which ffmpeg does not open.
    /https?:\/\/\S*: Invalid argument|Error opening input: Invalid argument\s[\s\S]*\bhttps?:\/\//i,
    { reason: "it redirects to an address that is not http or https, which is not followed", final: "http" },
  ],
  [
    /Option .* not found|Error (?:initializing|applying|setting|parsing)|Invalid argument|Unable to parse/i,
    (kind) =>
      kind === "lavfi"
        ? { reason: "ffmpeg refuses its options", final: "format" }
        : { reason: "ffmpeg cannot open it with these options" },
  ],
];

/** Explains the standard error of ffmpeg with `-loglevel level+…`. The result contains no address. */
export function explainFailure(stderr: string, kind: DeviceKind): Failure {
  for (const [pattern, explanation] of explanations) {
    if (pattern.test(stderr)) return typeof explanation === "function" ? explanation(kind) : explanation;
  }
  const line = stderr
    .split("\n")
    .filter((text) => /\[(?:error|fatal)\]/.test(text))
    .at(-1);
  if (line === undefined) return { reason: kind === "file" ? "ffmpeg ended" : "it ended the stream" };
  return { reason: `ffmpeg says “${redactText(line.replace(/^.*\[(?:error|fatal)\]\s*/, "")).slice(0, 200)}”` };
}

/** Returns the error for a failure that a retry cannot change, or `undefined`. */
export function finalError({ reason, final }: Failure, label: string): SourceError | undefined {
  return final && new SourceError(final, `Cannot read frames from ${label}: ${reason}.`);
}
