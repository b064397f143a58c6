/** Parsers of option values. */
import { parseDuration as durationMs } from "@framewire/media";
import { parsePublicUrl } from "@framewire/viewer";
import { InvalidArgumentError } from "commander";

/** A size in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Parses a size such as `1280x720`. */
export function parseSize(text: string): Size {
  const match = /^(\d{1,5})x(\d{1,5})$/i.exec(text);
  if (!match) throw new InvalidArgumentError("Write width and height in pixels, such as 1280x720.");
  return { width: Number(match[1]), height: Number(match[2]) };
}

/** Parses the duration of an option: `10s`, `500ms`, `1.5m`, `2h` or plain seconds. Returns milliseconds. */
export function parseDuration(text: string): number {
  try {
    return durationMs(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

const minLatencyMs = 10;
const maxLatencyMs = 60_000;

/** Parses a latency target such as `150ms` or `0.5s`, and returns milliseconds. The unit is required. */
export function parseLatency(text: string): number {
  const ms = /^\d/.test(text) && /[a-z]$/.test(text) ? parseDuration(text) : Number.NaN;
  if (!(ms >= minLatencyMs && ms <= maxLatencyMs)) {
    throw new InvalidArgumentError("Write a time from 10ms to 60s with its unit, such as 150ms or 0.5s.");
  }
  return ms;
}

/** Returns a parser of whole numbers from `min` to `max`. */
export function parseWhole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`Write a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

/** Parses the address of a page behind a reverse proxy, and returns it with a slash at its end. */
export function parseOrigin(text: string): string {
  try {
    return parsePublicUrl(text).href;
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** Parses a frame rate. */
export function parseFps(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value < 0.1 || value > 240) {
    throw new InvalidArgumentError("Write frames a second from 0.1 to 240.");
  }
  return value;
}
