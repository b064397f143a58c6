/** The head of a response, as cameras write it. */

/** The status and the header fields of a response. */
export interface ResponseHead {
  readonly status: number;
  /** The reason phrase, or `""`. */
  readonly reason: string;
  /**
   * The values of a header field in their order, and none where it is missing. `name` is in lower case. Each character of a
   * value is one byte.
   */
  header(name: string): readonly string[];
}

/** What answers is not HTTP. The message is part of a sentence. Internal: the source explains it. */
export class NotHttpError extends Error {
  override readonly name: string = "NotHttpError";
}

/** Most bytes of a response head. */
const maxHeadBytes = 32 * 1024;

/**
 * Reads the head at the start of `bytes`: its content and the index after it, or `undefined` where it is incomplete. Interim
 * responses (1xx) are skipped.
 *
 * Only the status line and the blank line must be valid. Lines may end with LF only. A line without a colon is ignored, a
 * blank in a name counts as a dash, and a field that occurs twice has two values. Node's parser refuses the whole response
 * for each of these.
 *
 * @throws NotHttpError where `bytes` cannot be the start of a response, or the head is larger than {@link maxHeadBytes}.
 */
export function readHead(bytes: Buffer): { readonly head: ResponseHead; readonly end: number } | undefined {
  const text = bytes.toString("latin1", 0, maxHeadBytes);
  let start = 0;
  for (;;) {
    start += /^[\r\n]*/.exec(text.slice(start))?.[0].length ?? 0;
    const line = /^.*/.exec(text.slice(start))?.[0] ?? "";
    const status = statusLine.exec(line);
    if (!status && (line.length > 5 || text.includes("\n", start)) && !/^(?:HTTP\/?|ICY)[\d. ]*$/i.test(line)) {
      throw new NotHttpError(`it sent ${describeBytes(bytes.subarray(start))}`);
    }
    const blank = /\n\r?\n/.exec(text.slice(start));
    if (!blank) {
      if (bytes.length >= maxHeadBytes)
        throw new NotHttpError(`the head of its response exceeds ${maxHeadBytes} bytes`);
      return undefined;
    }
    if (!status) throw new NotHttpError(`it sent ${describeBytes(bytes.subarray(start))}`);
    const end = start + blank.index + blank[0].length;
    const code = Number(status[1]);
    if (code >= 200) return { head: readFields(code, status[2] ?? "", text.slice(start + line.length, end)), end };
    start = end;
  }
}

/** HTTP of any version, and Shoutcast's variant of it. */
const statusLine = /^(?:HTTP(?:\/\d+(?:\.\d+)?)?|ICY) +([1-9]\d\d)(?: *([^\r]*?)\s*)$/i;

function readFields(status: number, reason: string, text: string): ResponseHead {
  const fields = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const name = fieldName(line.slice(0, colon));
    const values = fields.get(name) ?? [];
    // A value may be sent back, in the answer to a challenge.
    const value = line.slice(colon + 1).trim();
    values.push(value.replace(/[^\t -~\x80-\xff]/g, "?"));
    fields.set(name, values);
  }
  return { status, reason, header: (name) => fields.get(name) ?? [] };
}

/** Returns the name of a header field in lower case, with a dash for the blanks in it. */
export function fieldName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "-");
}

/** Describes what was received: the first line where it is text, otherwise the first bytes in hexadecimal. */
export function describeBytes(bytes: Uint8Array): string {
  // A TLS record with an alert: what a server of https sends to a client of http.
  if (bytes[0] === 0x15 && bytes[1] === 0x03) return "a TLS alert, as a port for https does";
  const line = Buffer.from(bytes.subarray(0, 200)).toString("latin1").split(/\r?\n/, 1)[0] ?? "";
  if (/^[\t -~]+$/.test(line)) return `“${line.length > 60 ? `${line.slice(0, 60)}…` : line}”`;
  return `the bytes ${Buffer.from(bytes.subarray(0, 8))
    .toString("hex")
    .replace(/..(?!$)/g, "$& ")}`;
}
