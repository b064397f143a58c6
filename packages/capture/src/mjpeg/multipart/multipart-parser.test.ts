import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fakeJpeg } from "../../../testing/jpeg.ts";
import {
  createMultipartParser,
  type MultipartOptions,
  maxHeaderBytes,
  type Part,
  type SkippedPart,
} from "./multipart-parser.ts";

const defaults: MultipartOptions = {
  boundary: "frame",
  maxPartBytes: 1 << 20,
  accept: (headers) => headers.get("content-type") !== "text/plain",
};

/** Returns the events for the chunks; the time of each chunk is its index. */
function parse(chunks: readonly Uint8Array[], options: Partial<MultipartOptions> = {}): (Part | SkippedPart)[] {
  const parser = createMultipartParser({ ...defaults, ...options });
  return chunks.flatMap((chunk, at) => [...parser.push(chunk, at)]);
}

/** Returns the contents of the parts in hex, or the reason of a skipped part. */
function contents(wire: string | Uint8Array, options: Partial<MultipartOptions> = {}): string[] {
  return parse([bytes(wire)], options).map((part) =>
    part.kind === "part" ? Buffer.from(part.data).toString("hex") : part.reason,
  );
}

function bytes(text: string | Uint8Array): Buffer {
  return typeof text === "string" ? Buffer.from(text, "latin1") : Buffer.from(text);
}

function latin1(data: Uint8Array): string {
  return Buffer.from(data).toString("latin1");
}

const jpeg = fakeJpeg();
const other = fakeJpeg({ width: 320, scan: Buffer.from("c0ff00ee", "hex") });
const [one, two] = [jpeg.toString("hex"), other.toString("hex")];

/** Returns a part as most cameras send it. */
function withLength(data: Uint8Array, length = data.length, delimiter = "--frame"): string {
  return `${delimiter}\r\nContent-Type: image/jpeg\r\nContent-Length: ${length}\r\n\r\n${latin1(data)}\r\n`;
}

function withoutLength(data: Uint8Array, eol = "\r\n", delimiter = "--frame"): string {
  return `${delimiter}${eol}Content-Type: image/jpeg${eol}${eol}${latin1(data)}${eol}`;
}

describe("the end of a part", () => {
  it("is determined by its length", () => {
    const parts = parse([bytes(withLength(jpeg) + withLength(other))]);
    expect(contents(withLength(jpeg) + withLength(other))).toEqual([one, two]);
    expect(parts[0]).toMatchObject({ kind: "part", timestamp: 0 });
    expect(parts[0]?.kind === "part" && [...parts[0].headers]).toEqual([
      ["content-type", "image/jpeg"],
      ["content-length", String(jpeg.length)],
    ]);
  });

  it("is found immediately, by the length or by the end of the JPEG", () => {
    for (const wire of [withLength(jpeg), withoutLength(jpeg)]) {
      expect(contents(wire.slice(0, -2))).toEqual([one]);
    }
  });

  it("includes padding that the length covers", () => {
    const padded = Buffer.concat([jpeg, Buffer.alloc(7)]);
    expect(contents(withLength(padded) + withLength(other))).toEqual([padded.toString("hex"), two]);
  });

  it("is the delimiter without a length and a JPEG", () => {
    const cut = jpeg.subarray(0, -2);
    expect(contents(withoutLength(cut) + withoutLength(other))).toEqual([cut.toString("hex"), two]);
    expect(contents(withLength(cut) + withLength(other))).toEqual([cut.toString("hex"), two]);
    // Without a line end before the next delimiter, only the length determines the end of a truncated JPEG.
    expect(contents(withLength(cut).slice(0, -2) + withLength(other))).toEqual([cut.toString("hex"), two]);
  });

  it.each([
    ["far too small", 10],
    ["inside of the end marker", jpeg.length - 1],
    ["with the line end in it", jpeg.length + 2],
    ["inside of the next delimiter", jpeg.length + 5],
    ["just after the next delimiter", jpeg.length + 9],
    ["in the next part", jpeg.length + 60],
    ["far too large", 500_000],
    ["beyond any number", 1e14],
  ])("is found despite a wrong length: %s", (name, length) => {
    const parts = contents(withLength(jpeg, length) + withLength(other) + withLength(jpeg) + withLength(jpeg));
    const first = name.startsWith("with the line end") ? `${one}0d0a` : one;
    expect(parts).toEqual([first, two, one, one]);
  });

  it.each(["0", "-5", "abc", "", "1e9", " "])("is found despite an invalid length: %j", (length) => {
    const wire = `--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${length}\r\n\r\n${latin1(jpeg)}\r\n`;
    expect(contents(wire + withLength(other))).toEqual([one, two]);
  });

  it("is not the end of a thumbnail", () => {
    const withThumbnail = fakeJpeg({ app1: Buffer.concat([Buffer.from("Exif\0\0"), jpeg, jpeg]) });
    expect(contents(withoutLength(withThumbnail) + withoutLength(other))).toEqual([withThumbnail.toString("hex"), two]);
  });
});

describe("delimiters", () => {
  const characters = "0Az'()+_,-./:=?";

  it.each([
    ["as RFC 2046 has it", "frame", "--frame"],
    ["dashes in the parameter, not repeated", "--frame", "--frame"],
    ["dashes in the parameter, repeated", "--frame", "----frame"],
    ["no dashes on the wire", "frame", "frame"],
    ["one character", "x", "--x"],
    ["every legal character", characters, `--${characters}`],
    ["a space inside", "my frame", "--my frame"],
    ["dashes at the end", "frame--", "--frame--"],
    ["only dashes", "----", "------"],
    ["only dashes, not repeated", "----", "----"],
    ["70 characters", "b".repeat(70), `--${"b".repeat(70)}`],
    ["another than the parameter", "frame", "--myboundary"],
    ["no parameter", undefined, "--ffmpeg"],
  ])("are recognized: %s", (_, boundary, delimiter) => {
    for (const part of [withLength(jpeg, jpeg.length, delimiter), withoutLength(jpeg, "\r\n", delimiter)]) {
      expect(contents(part.repeat(3), { boundary })).toEqual([one, one, one]);
    }
    const damaged = withoutLength(jpeg.subarray(0, 40), "\r\n", delimiter);
    const good = withoutLength(other, "\r\n", delimiter);
    expect(contents(damaged + good, { boundary })).toEqual([jpeg.subarray(0, 40).toString("hex"), two]);
  });

  it("may have white space after them", () => {
    expect(contents(withLength(jpeg, jpeg.length, "--frame \t") + withLength(other))).toEqual([one, two]);
  });

  it("may close the stream and start it again", () => {
    expect(contents(`${withLength(jpeg)}--frame--\r\nthe end\r\n${withLength(other)}`)).toEqual([one, two]);
  });

  it("are not detected in a preamble that resembles one", () => {
    const preamble = "Welcome\r\n--not this\r\nbut text\r\n\r\n--nor this\r\n\r\n";
    expect(contents(preamble + withLength(jpeg), { boundary: undefined })).toEqual([one]);
    expect(contents(preamble + withLength(jpeg))).toEqual([one]);
  });

  it("identify the stream as multipart, other lines do not", () => {
    const parser = createMultipartParser({ ...defaults, boundary: undefined });
    for (const _ of parser.push(bytes("<html>\n--x\n<body>\n"), 0));
    expect(parser.recognised).toBe(false);
    for (const _ of parser.push(bytes("--frame\r\nContent-type: image/jpeg\r\n\r\n"), 0));
    expect(parser.recognised).toBe(true);
  });
});

describe("content between parts", () => {
  it("is skipped: a preamble, blank lines, binary data", () => {
    const junk = latin1(Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7) % 256)));
    expect(contents(`\r\n\r\nhello\r\n${withLength(jpeg)}${junk}\r\n\n\r\n${withLength(other)}`)).toEqual([one, two]);
  });

  it("may have lines that end with LF only, or nothing before the delimiter", () => {
    expect(contents(withoutLength(jpeg, "\n") + withoutLength(other, "\n"))).toEqual([one, two]);
    expect(contents(withLength(jpeg).slice(0, -2) + withLength(other))).toEqual([one, two]);
    expect(contents(withoutLength(jpeg).slice(0, -2) + withoutLength(other))).toEqual([one, two]);
  });

  it("does not prevent that unaccepted parts are skipped, with and without a length", () => {
    const text = (length: string): string => `--frame\r\nContent-Type: text/plain\r\n${length}\r\nhello\r\n`;
    expect(contents(text("") + withLength(jpeg) + text("Content-Length: 5\r\n") + withLength(other))).toEqual([
      "type",
      one,
      "type",
      two,
    ]);
  });

  it("does not affect parts without headers, and empty parts", () => {
    expect(contents(`--frame\r\n--frame\r\n\r\n${latin1(jpeg)}\r\n--frame\r\n\r\n\r\n${withLength(other)}`)).toEqual([
      one,
      "",
      two,
    ]);
  });

  it("does not affect the valid lines of a folded or malformed header", () => {
    const wire = `--frame\r\nrubbish\r\n:\r\nCONTENT-TYPE :  image/jpeg \r\n\r\n${latin1(jpeg)}\r\n`;
    const [part] = parse([bytes(wire)]);
    expect(part?.kind === "part" && part.headers.get("content-type")).toBe("image/jpeg");
  });
});

describe("limits", () => {
  const large = fakeJpeg({ scan: Buffer.alloc(5000, 1) });

  it("skip a part that is too large, and continue", () => {
    for (const part of [withLength(large), withoutLength(large), withLength(large, 100)]) {
      expect(contents(part + withLength(jpeg), { maxPartBytes: 4000 })).toEqual(["size", one]);
    }
  });

  it("allow a part of exactly the largest size", () => {
    for (const part of [withLength(large), withoutLength(large), withoutLength(large.subarray(0, -2))]) {
      const size = part.includes(latin1(large)) ? large.length : large.length - 2;
      expect(contents(part + withLength(jpeg), { maxPartBytes: size })).toHaveLength(2);
      expect(contents(part + withLength(jpeg), { maxPartBytes: size })).not.toContain("size");
      expect(contents(part + withLength(jpeg), { maxPartBytes: size - 1 })).toEqual(["size", one]);
    }
  });

  it("bound the memory of a part, whatever length it announces", () => {
    const parser = createMultipartParser({ ...defaults, maxPartBytes: 1 << 20 });
    const before = process.memoryUsage().arrayBuffers;
    const head = bytes(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${2 ** 40}\r\n\r\n`);
    expect([...parser.push(head, 0)]).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
    const rubbish = Buffer.alloc(1 << 16, 7);
    const events = Array.from({ length: 500 }, (_, i) => [...parser.push(rubbish, i)]).flat();
    expect(events).toEqual([{ kind: "skipped", reason: "size" }]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 << 20);
    expect([...parser.push(bytes(`\r\n${withLength(jpeg)}`), 0)]).toHaveLength(1);
  });

  it("apply to headers and lines that never end", () => {
    const endless = `X: ${"y".repeat(maxHeaderBytes)}`;
    expect(contents(`--frame\r\n${endless}\r\n\r\n${latin1(jpeg)}\r\n${withLength(other)}`)).toEqual(["headers", two]);
    expect(contents(`--frame\r\n${"A: b\r\n".repeat(2000)}\r\n\r\n${withLength(other)}`)).toEqual(["headers", two]);
    const parser = createMultipartParser(defaults);
    for (let i = 0; i < 200; i++) expect([...parser.push(Buffer.alloc(1 << 16, 65), i)]).toEqual([]);
    expect([...parser.push(bytes(`\n${withLength(jpeg)}`), 0)]).toHaveLength(1);
  });
});

describe("memory", () => {
  const chunks = (wire: string): Uint8Array[] =>
    split(
      bytes(wire),
      Array.from({ length: 40 }, (_, i) => i * 1500),
    );
  const largeJpeg = fakeJpeg({ scan: Buffer.alloc(50_000, 1) });

  it("is allocated once in full for a part with a length", () => {
    const [part] = parse(chunks(withLength(largeJpeg)));
    expect(part?.kind === "part" && [part.data.length, part.data.buffer.byteLength]).toEqual([
      largeJpeg.length,
      largeJpeg.length,
    ]);
  });

  it("is allocated once, with a margin, for a part without a length that is similar to the previous one", () => {
    const [, second] = parse(chunks(withoutLength(largeJpeg) + withoutLength(largeJpeg)));
    expect(second?.kind === "part" && second.data.buffer.byteLength).toBe(Math.ceil(largeJpeg.length * 1.25));
  });
});

describe("timestamps", () => {
  it("are those of the chunk with the first byte of the content, not with its headers or its end", () => {
    const wire = bytes(withLength(jpeg));
    const head = wire.indexOf("\r\n\r\n") + 4;
    const chunks = [wire.subarray(0, head), wire.subarray(head, head + 1), wire.subarray(head + 1)];
    expect(parse(chunks)).toMatchObject([{ kind: "part", timestamp: 1 }]);
  });
});

/** Streams of everything in the tests above, and of content that no camera sends. */
const streams = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        withLength(jpeg),
        withLength(other),
        withoutLength(jpeg),
        withoutLength(other, "\n"),
        withLength(jpeg, 12),
        withLength(jpeg, jpeg.length + 5),
        withLength(jpeg, 400),
        withLength(jpeg, 5000),
        withoutLength(jpeg.subarray(0, 50)),
        withLength(jpeg.subarray(0, 50)).slice(0, -2),
        withoutLength(Buffer.alloc(600, 4)),
        withoutLength(Buffer.alloc(601, 4), "\n"),
        withoutLength(fakeJpeg({ scan: Buffer.alloc(700, 3) })),
        withoutLength(fakeJpeg({ scan: Buffer.alloc(700, 3) })).slice(0, -6),
        "--frame\r\nContent-Type: text/plain\r\n\r\nhello\r\n",
        "--frame--\r\n",
        "\r\n",
        "\r\n--fra",
        "--other\r\nContent-Type: image/jpeg\r\n\r\n",
        `--frame\r\n${"A: b\r\n".repeat(1500)}`,
      ),
      fc.string({ maxLength: 20 }),
      fc.uint8Array({ maxLength: 40 }).map(latin1),
    ),
    { maxLength: 12 },
  )
  .map((chunks) => bytes(chunks.join("")));

function split(wire: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const edges = [0, ...cuts.map((cut) => cut % (wire.length + 1)).sort((a, b) => a - b), wire.length];
  return edges.slice(1).map((edge, i) => wire.subarray(edges[i], edge));
}

/** Removes the timestamps, which differ with the chunks. */
function withoutTime(parts: readonly (Part | SkippedPart)[]): unknown[] {
  return parts.map((part) => (part.kind === "part" ? { ...part, data: latin1(part.data), timestamp: 0 } : part));
}

describe("any stream", () => {
  const options = { maxPartBytes: 600 };

  it("contains the same parts for any split into chunks", () => {
    fc.assert(
      fc.property(
        streams,
        fc.array(fc.nat(), { maxLength: 30 }),
        fc.constantFrom("frame", "--frame", undefined),
        (wire, cuts, boundary) => {
          const whole = withoutTime(parse([wire], { ...options, boundary }));
          expect(withoutTime(parse(split(wire, cuts), { ...options, boundary }))).toEqual(whole);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("contains the same parts byte by byte, and none larger than the limit", () => {
    fc.assert(
      fc.property(streams, (wire) => {
        const whole = parse([wire], options);
        expect(
          withoutTime(
            parse(
              [...wire].map((byte) => Uint8Array.of(byte)),
              options,
            ),
          ),
        ).toEqual(withoutTime(whole));
        for (const part of whole) if (part.kind === "part") expect(part.data.length).toBeLessThanOrEqual(600);
      }),
      { numRuns: 200 },
    );
  });

  it("of valid parts contains all of them, whatever their bytes", () => {
    const content = fc.uint8Array({ minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(fc.array(content, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 20 }), (parts, cuts) => {
        const wire = bytes(parts.map((part) => withLength(part)).join(""));
        const parsed = parse(split(wire, cuts)).map((part) => part.kind === "part" && latin1(part.data));
        // A part that starts as a JPEG and does not end as one ends at the next delimiter.
        expect(parsed).toEqual(parts.map(latin1).slice(0, parsed.length));
        expect(parsed.length).toBeGreaterThanOrEqual(parts.length - 1);
      }),
    );
  });
});
