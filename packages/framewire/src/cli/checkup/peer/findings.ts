/** The findings about the connection to a server. */
import type { Finding } from "../finding.ts";
import type { ReceiveMeasurement } from "./measure-receive.ts";
import type { SendMeasurement } from "./measure-send.ts";
import type { CameraPrediction } from "./predict-level.ts";

/** The default latency target. */
const maxLatencyMs = 150;

const reduceHere = "Use a cable instead of Wi-Fi, or send less: --size 960x540, --fps 15 or --max-latency 300ms.";
const reduceThere = "Use a cable instead of Wi-Fi, or let the server send less: --size 960x540 or --fps 15 there.";

/** The shortest round trip and the clock offset, in milliseconds; null if no ping was answered. */
export interface Timing {
  readonly rttMs: number | null;
  readonly clockOffsetMs: number | null;
  readonly clockUncertaintyMs: number | null;
}

/** Returns the finding about the round trip and the clocks. */
export function timingFinding({ rttMs, clockOffsetMs, clockUncertaintyMs }: Timing): Finding {
  const topic = "Latency";
  if (rttMs === null || clockOffsetMs === null || clockUncertaintyMs === null) {
    const fix = "Check the load of the other machine, and the network.";
    return { topic, status: "warning", message: "no ping was answered in time", fix };
  }
  const message = `round trip ${ms(rttMs)}; ${describeOffset(clockOffsetMs, clockUncertaintyMs)}`;
  if (rttMs < maxLatencyMs) return { topic, status: "ok", message };
  return { topic, status: "warning", message, fix: "Raise the latency target on both sides: --max-latency 300ms" };
}

function describeOffset(offsetMs: number, uncertaintyMs: number): string {
  if (Math.abs(offsetMs) <= uncertaintyMs) return `the clocks agree, ± ${ms(uncertaintyMs)}`;
  const direction = offsetMs < 0 ? "behind" : "ahead";
  return `its clock is ${ms(Math.abs(offsetMs))} ± ${ms(uncertaintyMs)} ${direction}, which is compensated`;
}

/** Returns the finding about the server's video. */
export function receiveFinding(received: ReceiveMeasurement | undefined): Finding {
  const topic = "Receive";
  if (!received) {
    const fix = "If the server should send video, read its output; --source auto sends at least the test pattern.";
    return { topic, status: "info", message: "no frames arrived", fix };
  }
  const { width, height, fps, bitsPerSecond, level, ageMs } = received;
  const age = ageMs ? `, age ${ms(ageMs.p50)} (p95 ${ms(ageMs.p95)})` : "";
  const figures = `${width}x${height} at ${fps.toFixed(fps < 9.95 ? 1 : 0)} fps, ${rate(bitsPerSecond)}${age}`;
  const message = level > 0 ? `${figures}, level ${level}` : figures;
  const poor = level > 0 || fps < 1 || (ageMs !== undefined && ageMs.p95 > maxLatencyMs);
  if (poor) return { topic, status: "warning", message, fix: reduceThere };
  return { topic, status: "ok", message: `${message}, best level` };
}

/** Returns the finding about the bandwidth to the server. */
export function sendFinding(
  sent: SendMeasurement | undefined,
  predictions: readonly CameraPrediction[],
  { remoteDemand }: { readonly remoteDemand: boolean },
): Finding {
  const topic = "Send";
  if (!sent) {
    return remoteDemand
      ? {
          topic,
          status: "info",
          message: "not measured: the server does not accept JPEG",
          fix: "Start it with --codec jpeg,webp.",
        }
      : {
          topic,
          status: "info",
          message: "not measured: no viewer is open there, so nothing is sent",
          fix: "Open the server's page there, or start it with --keep-watching.",
        };
  }
  const message = `${rate(sent.bitsPerSecond)} for ${sent.seconds.toFixed(0)} s`;
  const details = predictions.map(predictionLine);
  const [usual] = predictions;
  if (usual && usual.rendition.level > 0) return { topic, status: "warning", message, details, fix: reduceHere };
  return { topic, status: "ok", message, details };
}

function predictionLine({ camera, rendition }: CameraPrediction): string {
  const scene = `a street scene in ${camera.width}x${camera.height} at ${camera.fps} fps`;
  if (rendition.level === 0) return `${scene}: best level`;
  const size = rendition.width === camera.width ? "" : ` in ${rendition.width}x${rendition.height}`;
  const fps = rendition.fps < camera.fps ? ` at ${rendition.fps.toFixed(1)} fps` : "";
  return `${scene}: level ${rendition.level}, quality ${rendition.quality}${size}${fps}`;
}

function ms(value: number): string {
  return `${value.toFixed(value < 9.95 ? 1 : 0)} ms`;
}

function rate(bitsPerSecond: number): string {
  const mbit = bitsPerSecond / 1e6;
  return mbit >= 1000 ? `${(mbit / 1000).toFixed(1)} Gbit/s` : `${mbit.toFixed(mbit < 99.5 ? 1 : 0)} Mbit/s`;
}
