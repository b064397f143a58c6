/** The viewer's metrics in Prometheus' form. */

import { Counter, Gauge, Registry } from "prom-client";
import type { SocketCounts } from "../sockets/sockets.ts";
import type { StreamInfo } from "../streams/state.ts";
import type { StreamRegistry } from "../streams/stream-registry.ts";

/** What the metrics of a viewer are read from. */
export interface MetricsOptions {
  readonly registry: StreamRegistry;
  readonly sockets: () => SocketCounts;
}

interface StreamMetric {
  readonly name: string;
  readonly help: string;
  readonly value: (stream: StreamInfo) => number | undefined;
}

const counters: readonly StreamMetric[] = [
  {
    name: "framewire_stream_frames_received_total",
    help: "Frames received from the stream's sender.",
    value: ({ stats }) => stats?.received,
  },
  {
    name: "framewire_stream_received_bytes_total",
    help: "Bytes of the frames received from the stream's sender.",
    value: ({ stats }) => stats?.receivedBytes,
  },
  {
    name: "framewire_stream_frames_dropped_total",
    help: "Frames of the stream that were dropped before they reached the viewer.",
    value: ({ stats }) => stats?.dropped,
  },
  {
    name: "framewire_stream_reader_frames_dropped_total",
    help: "Frames that the stream's readers were too slow for.",
    value: ({ readers }) => readers.dropped,
  },
];

const gauges: readonly StreamMetric[] = [
  {
    name: "framewire_stream_live",
    help: "1 while the stream is live; 0 while it is waiting, lost, left or refused, has no source, or its source fails.",
    value: ({ state, problem }) => (state === "live" && problem === undefined ? 1 : 0),
  },
  {
    name: "framewire_stream_readers",
    help: "Pages and other readers of the stream now.",
    value: ({ readers }) => readers.count,
  },
  {
    name: "framewire_stream_frames_per_second",
    help: "Frames received per second, over the last seconds.",
    value: ({ stats }) => stats?.fps,
  },
  {
    name: "framewire_stream_round_trip_seconds",
    help: "Latest round trip to the stream's sender.",
    value: ({ stats }) => seconds(stats?.rttMs),
  },
  {
    name: "framewire_stream_level",
    help: "Level of the newest frame on its sender's ladder; 0 is the best.",
    value: ({ stats }) => stats?.level,
  },
];

/** The metrics of one viewer for Prometheus, in a registry of their own. They are read at each scrape. */
export function createMetrics({ registry, sockets }: MetricsOptions): Registry {
  const metrics = new Registry();
  const registers = [metrics];
  const labelNames = ["stream", "role"] as const;
  const streams = (): readonly StreamInfo[] => registry.state().streams;

  for (const { name, help, value } of counters) {
    new Counter({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const stream of streams()) this.inc(labels(stream), value(stream) ?? 0);
      },
    });
  }
  for (const { name, help, value } of gauges) {
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const stream of streams()) {
          const current = value(stream);
          if (current !== undefined) this.set(labels(stream), current);
        }
      },
    });
  }
  new Gauge({
    name: "framewire_stream_age_seconds",
    help: "Age of the frames from capture to arrival, over the last seconds: median and 95th percentile.",
    labelNames: [...labelNames, "quantile"],
    registers,
    collect() {
      this.reset();
      for (const stream of streams()) {
        const { p50, p95 } = stream.stats?.ageMs ?? {};
        if (p50 !== undefined) this.set({ ...labels(stream), quantile: "0.5" }, p50 / 1000);
        if (p95 !== undefined) this.set({ ...labels(stream), quantile: "0.95" }, p95 / 1000);
      }
    },
  });
  addViewerMetrics(registers, registry, sockets);
  addProcessMetrics(registers);
  return metrics;
}

function addViewerMetrics(registers: Registry[], registry: StreamRegistry, sockets: () => SocketCounts): void {
  const gaugesOfViewer: readonly (readonly [string, string, () => number])[] = [
    ["framewire_viewer_pages", "Open pages.", () => sockets().events],
    [
      "framewire_viewer_page_connections",
      "Framewire connections that send a stream to a page.",
      () => sockets().streams,
    ],
    ["framewire_viewer_streams", "Streams on the page.", () => registry.state().streams.length],
    [
      "framewire_viewer_camera_shared",
      "1 while a page shares its camera.",
      () => (registry.state().camera.sharedBy === null ? 0 : 1),
    ],
  ];
  for (const [name, help, value] of gaugesOfViewer) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  }
}

/** The usual process metrics. prom-client's own set starts an event loop monitor that cannot be stopped. */
function addProcessMetrics(registers: Registry[]): void {
  new Counter({
    name: "process_cpu_seconds_total",
    help: "Total user and system CPU time spent in seconds.",
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  new Gauge({
    name: "process_resident_memory_bytes",
    help: "Resident memory size in bytes.",
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Gauge({
    name: "process_start_time_seconds",
    help: "Start time of the process since unix epoch in seconds.",
    registers,
    collect() {
      this.set(Math.round(performance.timeOrigin / 1000));
    },
  });
}

function labels({ id, role }: StreamInfo): { stream: string; role: string } {
  return { stream: id, role };
}

function seconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
