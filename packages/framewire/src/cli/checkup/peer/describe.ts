import type { Finding } from "../finding.ts";
import type { CameraFit } from "./fitting-level.ts";
import type { Incoming } from "./receive.ts";
import type { Outgoing } from "./send.ts";

/** How old a picture may be unless `--max-latency` says otherwise, in milliseconds. */
const maxLatencyMs = 150;

const moreRoom = "Take a cable in place of Wi-Fi, or send less: --size 960x540, --fps 15 or --max-latency 300ms.";
const moreRoomThere = "Take a cable in place of Wi-Fi, or let the server send less: --size 960x540 or --fps 15 there.";

/** The shortest round trip, and the two clocks, in milliseconds; null where no ping was answered. */
export interface Timing {
  readonly rttMs: number | null;
  readonly clockOffsetMs: number | null;
  readonly clockUncertaintyMs: number | null;
}

/** What is to be said of them. */
export function timingFinding({ rttMs, clockOffsetMs, clockUncertaintyMs }: Timing): Finding {
  const topic = "Way";
  if (rttMs === null || clockOffsetMs === null || clockUncertaintyMs === null) {
    const fix = "Look at what else the other machine does, and at the network.";
    return { topic, state: "advice", says: "no ping was answered in time", fix };
  }
  const says = `round trip ${ms(rttMs)}; ${clockWords(clockOffsetMs, clockUncertaintyMs)}`;
  if (rttMs < maxLatencyMs) return { topic, state: "fine", says };
  return { topic, state: "advice", says, fix: "Let pictures be older, on both sides: --max-latency 300ms" };
}

function clockWords(offsetMs: number, uncertaintyMs: number): string {
  if (Math.abs(offsetMs) <= uncertaintyMs) return `both clocks say the same, ± ${ms(uncertaintyMs)}`;
  return `its clock is ${ms(Math.abs(offsetMs))} ± ${ms(uncertaintyMs)} ${offsetMs < 0 ? "behind" : "ahead"}, allowed for`;
}

/** What is to be said of the server's pictures. */
export function incomingFinding(incoming: Incoming | undefined): Finding {
  const topic = "In";
  if (!incoming) {
    const fix =
      "If it should have a camera, look at what it says there; --source auto shows at least the test pattern.";
    return { topic, state: "note", says: "no pictures came", fix };
  }
  const { width, height, fps, bitsPerSecond, level, ageMs } = incoming;
  const age = ageMs ? `, ${ms(ageMs.p50)} old (p95 ${ms(ageMs.p95)})` : "";
  const says = `${width}x${height} at ${fps.toFixed(fps < 9.95 ? 1 : 0)} fps, ${bits(bitsPerSecond)}${age}`;
  if (level > 0) return { topic, state: "advice", says: `${says}, down to level ${level}`, fix: moreRoomThere };
  if (fps < 1 || (ageMs && ageMs.p95 > maxLatencyMs)) return { topic, state: "advice", says, fix: moreRoomThere };
  return { topic, state: "fine", says: `${says}, at their best` };
}

/** What is to be said of the way to the server. */
export function outgoingFinding(
  outgoing: Outgoing | undefined,
  fits: readonly CameraFit[],
  { watched }: { readonly watched: boolean },
): Finding {
  const topic = "Out";
  if (!outgoing) {
    return watched
      ? {
          topic,
          state: "note",
          says: "not measured: the server takes no JPEG",
          fix: "Start it with --codec jpeg,webp.",
        }
      : {
          topic,
          state: "note",
          says: "not measured: nobody looks there, so nothing is sent",
          fix: "Open the server's page there, or start it with --keep-watching.",
        };
  }
  const says = `${bits(outgoing.bitsPerSecond)} for ${outgoing.seconds.toFixed(0)} s`;
  const more = fits.map(fitLine);
  const [usual] = fits;
  if (usual && usual.comes.level > 0) return { topic, state: "advice", says, more, fix: moreRoom };
  return { topic, state: "fine", says, more };
}

/** What would come of a camera's pictures. */
function fitLine({ camera, comes }: CameraFit): string {
  const wish = `a street in ${camera.width}x${camera.height} at ${camera.fps} fps`;
  if (comes.level === 0) return `${wish} comes at its best`;
  const size = comes.width === camera.width ? "" : ` in ${comes.width}x${comes.height}`;
  const rate = comes.fps < camera.fps ? ` at ${comes.fps.toFixed(1)} fps` : "";
  return `${wish} comes at level ${comes.level}: quality ${comes.quality}${size}${rate}`;
}

function ms(value: number): string {
  return `${value.toFixed(value < 9.95 ? 1 : 0)} ms`;
}

function bits(perSecond: number): string {
  const mbit = perSecond / 1e6;
  return mbit >= 1000 ? `${(mbit / 1000).toFixed(1)} Gbit/s` : `${mbit.toFixed(mbit < 99.5 ? 1 : 0)} Mbit/s`;
}
