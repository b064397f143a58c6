/** The delimiter lines of a multipart stream. */
/** The kind of a line between parts: the start of a part, the end of all parts, or neither (`undefined`). */
type LineKind = "delimiter" | "close" | undefined;

/** Recognizes the delimiter lines of one stream. */
export interface DelimiterLines {
  /** Returns the kind of a line, and learns from it how the camera writes its delimiter. */
  read(line: string): LineKind;
  /** The last delimiter, including dashes. */
  readonly delimiter: string | undefined;
  /** Whether the delimiter is tentative: the headers after it must confirm it. */
  readonly guessed: boolean;
  /** Confirms the tentative delimiter. */
  confirm(): void;
  /** Discards the tentative delimiter. */
  forget(): void;
}

/** Two dashes and the characters of a boundary (RFC 2046), or a few more. */
const anyDelimiter = /^--[!-~](?:[ -~]{0,198}[!-~])?$/;

/**
 * Compares lines with the boundary parameter of the content type. A delimiter should be two dashes and the boundary.
 * Cameras that include dashes in the parameter may or may not repeat them, and a few send none, so the dashes are compared
 * separately. Without a parameter, or before the first match, a line that starts with two dashes is a tentative delimiter.
 */
export function createDelimiterLines(boundary: string | undefined): DelimiterLines {
  const core = boundary?.replace(/^-+/, "") ?? "";
  const onlyDashes = boundary !== undefined && core === "";
  let delimiter: string | undefined;
  let guessed = false;

  function starts(line: string, start: string): LineKind {
    if (!line.startsWith(start)) return undefined;
    delimiter = start;
    guessed = false;
    return line.startsWith("--", start.length) ? "close" : "delimiter";
  }

  function readKnown(line: string): LineKind {
    if (onlyDashes) {
      const width = delimiter?.length ?? boundary.length + 2;
      if (line === "-".repeat(width)) return starts(line, line);
      if (line === "-".repeat(width + 2)) return "close";
      // The camera sends the parameter without two more dashes.
      if (delimiter === undefined && line === boundary) return starts(line, line);
      return undefined;
    }
    if (core === "") return delimiter !== undefined && !guessed ? starts(line, delimiter) : undefined;
    const dashes = line.length - line.replace(/^-+/, "").length;
    if (line.startsWith(core, dashes) && (dashes > 0 || line === core)) {
      return starts(line, line.slice(0, dashes + core.length));
    }
    return delimiter !== undefined && !guessed ? starts(line, delimiter) : undefined;
  }

  return {
    read(line) {
      const text = line.trimEnd();
      const known = readKnown(text);
      if (known || (delimiter !== undefined && !guessed)) return known;
      if (!anyDelimiter.test(text)) return undefined;
      delimiter = text;
      guessed = true;
      return "delimiter";
    },
    get delimiter() {
      return delimiter;
    },
    get guessed() {
      return guessed;
    },
    confirm() {
      guessed = false;
    },
    forget() {
      delimiter = undefined;
      guessed = false;
    },
  };
}
