/** The statistics of a connection, as of one moment. */
import type { CongestionController } from "../congestion/congestion-controller.ts";
import type { ClockSync } from "../liveness/clock-sync.ts";
import type { FlowReading } from "./flow-meter.ts";
import type { Percentiles } from "./percentiles.ts";
import { type QualityLimitationReason, qualityLimitationOf } from "./quality-limitation.ts";

/** Counters and gauges of a connection. */
export interface ConnectionStats {
  /** `acked` counts the frames that the peer has acknowledged. Not every frame requests an ack at once. */
  readonly sent: FlowStats & { readonly acked: number };
  readonly received: FlowStats;
  /** Bytes in flight: of frames that were sent and are not acknowledged. */
  readonly inFlight: number;
  /** The most bytes that may be in flight. */
  readonly congestionWindow: number;
  /** What the path to the peer carries, in bits per second; undefined before the first ack. */
  readonly bandwidth: number | undefined;
  /** Whether the peer wants frames. */
  readonly remoteDemand: boolean;
  /** Latest round trip, in milliseconds. */
  readonly rttMs: number | undefined;
  /** The peer's clock minus ours, in microseconds. */
  readonly clockOffsetUs: number | undefined;
  /** How much that may be wrong, either way, in microseconds. */
  readonly clockUncertaintyUs: number | undefined;
  /** From capture at the peer to reception here, in milliseconds, over the last five seconds. */
  readonly ageMs: Percentiles | undefined;
}

/** Frames in one direction. */
export interface FlowStats extends FlowReading {
  /**
   * Sent: frames that a newer one replaced while there was no room, and frames larger than the peer accepts. Received:
   * frames that a newer one replaced before the reader consumed them.
   */
  readonly dropped: number;
  /** What limits the quality or the age of the frames: the network, the encoder, or the source. */
  readonly qualityLimitationReason: QualityLimitationReason;
}

/** Reads the statistics of a connection's parts. `at` is in microseconds. */
export function readConnectionStats(parts: ConnectionParts, at: number): ConnectionStats {
  const { controller, sender, receiver, receiveStats, demand, clock } = parts;
  const { inFlight, maxLatency } = controller;
  const [sent, received] = [sender.stats(at), receiveStats.read(at)];
  const lastBytes = inFlight.sent === 0 ? 0 : inFlight.record(inFlight.sent).bytes;
  const bytesPerUs = controller.bandwidth(at);
  return {
    sent: {
      ...sent,
      dropped: sender.dropped,
      qualityLimitationReason: qualityLimitationOf(sent, maxLatency),
      acked: inFlight.acked,
    },
    received: {
      ...received,
      dropped: receiver.dropped,
      qualityLimitationReason: qualityLimitationOf(received, maxLatency),
    },
    inFlight: inFlight.bytes,
    congestionWindow: Math.round(controller.congestionWindow(lastBytes, at)),
    bandwidth: bytesPerUs === undefined ? undefined : bytesPerUs * 8e6,
    remoteDemand: demand.wanted,
    rttMs: clock.roundTrip === undefined ? undefined : clock.roundTrip / 1000,
    clockOffsetUs: clock.offset,
    clockUncertaintyUs: clock.uncertainty,
    ageMs: receiveStats.ages(at),
  };
}

interface ConnectionParts {
  readonly controller: CongestionController;
  readonly sender: { readonly dropped: number; stats(at: number): FlowReading };
  readonly receiver: { readonly dropped: number };
  readonly receiveStats: { read(at: number): FlowReading; ages(at: number): Percentiles | undefined };
  readonly demand: { readonly wanted: boolean };
  readonly clock: ClockSync;
}
