/** What a line between parts is: the start of a part, the end of all parts, or neither (`undefined`). */
type LineKind = "delimiter" | "close" | undefined;

/** Knows the delimiter lines of one stream. */
export interface DelimiterLines {
  /** Says what the line is, and learns from it how this camera writes its delimiter. */
  read(line: string): LineKind;
  /** The delimiter as it was last seen, dashes included. */
  readonly delimiter: string | undefined;
  /** The delimiter is a guess from the line alone: the headers that follow have to confirm it. */
  readonly guessed: boolean;
  /** The headers say that it is one. */
  confirm(): void;
  /** The headers say that it is none. */
  forget(): void;
}

/** Two dashes and what RFC 2046 lets a boundary consist of, or a little more. */
const anyDelimiter = /^--[!-~](?:[ -~]{0,198}[!-~])?$/;

/**
 * Compares lines with the boundary parameter of the content type. The wire should have two dashes before
 * it; cameras that put dashes into the parameter may or may not repeat them, and a few send none. So the
 * dashes are compared apart from the rest. Without a parameter, or until the first part of one that
 * does not match, a line of two dashes and anything is taken as a guess.
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
      // Dashes that the camera did not put before the parameter.
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
