/** The end of a JPEG in a stream, from its marker segments. */
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;

/** Whether a marker has no length: TEM and RST0 to RST7. */
function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

/** Finds the end of a JPEG while its bytes arrive. */
export interface JpegEnd {
  /** Reads a chunk. Returns the index after the EOI marker, or -1. */
  push(bytes: Uint8Array): number;
  /** `before` the SOI marker, then `inside` until the end is found; `lost` where the bytes are not a valid JPEG. */
  readonly state: "before" | "inside" | "ended" | "lost";
  /** The content begins as a JPEG does. */
  readonly begun: boolean;
}

/**
 * Walks the marker segments of ITU-T T.81, Annex B, by their lengths, so that the markers of a thumbnail within an APP
 * segment are skipped. Line ends and zeros before the SOI marker are ignored, and a second one after it.
 */
export function createJpegEnd(): JpegEnd {
  let step: "start" | "soi" | "prefix" | "marker" | "length" | "length-low" | "skip" | "entropy" | "entropy-marker" =
    "start";
  let state: JpegEnd["state"] = "before";
  let begun = false;
  /** The last marker was an SOI. */
  let atStart = false;
  let length = 0;
  let marker = 0;

  /** Handles a marker code. */
  function enter(code: number): void {
    marker = code;
    const repeated = code === SOI && atStart;
    atStart = repeated;
    if (repeated) step = "prefix";
    else if (code === EOI) state = "ended";
    else if (code === 0x00 || code === SOI) state = "lost";
    else step = standsAlone(code) ? "prefix" : "length";
  }

  function take(byte: number): void {
    switch (step) {
      case "start":
        if (byte === 0xff) step = "soi";
        else if (byte !== 0x0d && byte !== 0x0a && byte !== 0x00) state = "lost";
        break;
      case "soi":
        if (byte === SOI) {
          step = "prefix";
          state = "inside";
          begun = true;
          atStart = true;
        } else if (byte !== 0xff) state = "lost";
        break;
      case "prefix":
        if (byte === 0xff) step = "marker";
        else state = "lost";
        break;
      case "marker":
        if (byte !== 0xff) enter(byte);
        break;
      case "length":
        length = byte << 8;
        step = "length-low";
        break;
      case "length-low":
        length += byte - 2;
        if (length < 0) state = "lost";
        else if (length > 0) step = "skip";
        else step = marker === SOS ? "entropy" : "prefix";
        break;
      case "entropy-marker":
        // A stuffed zero and the restart markers are part of the coded data.
        if (byte === 0x00 || (byte >= 0xd0 && byte <= 0xd7)) step = "entropy";
        else if (byte !== 0xff) enter(byte);
        break;
    }
  }

  function ended(): boolean {
    return state === "ended";
  }

  return {
    push(bytes) {
      let at = 0;
      while (at < bytes.length && (state === "before" || state === "inside")) {
        if (step === "skip") {
          const run = Math.min(length, bytes.length - at);
          length -= run;
          at += run;
          if (length === 0) step = marker === SOS ? "entropy" : "prefix";
        } else if (step === "entropy") {
          const next = bytes.indexOf(0xff, at);
          if (next < 0) return -1;
          at = next + 1;
          step = "entropy-marker";
        } else {
          take(bytes[at++] ?? 0);
          if (ended()) return at;
        }
      }
      return -1;
    },
    get state() {
      return state;
    },
    get begun() {
      return begun;
    },
  };
}
