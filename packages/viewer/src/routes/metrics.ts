import { Counter, Gauge, Registry } from "prom-client";
import type { SocketCounts } from "../sockets/sockets.ts";
import type { StreamInfo } from "../streams/state.ts";
import type { StreamRegistry } from "../streams/stream-registry.ts";

/** What the figures of a viewer are read from. */
export interface MetricsOptions {
  readonly board: StreamRegistry;
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
    help: "Pictures that came from the stream's sender.",
    value: ({ stats }) => stats?.received,
  },
  {
    name: "framewire_stream_received_bytes_total",
    help: "Bytes of the pictures that came from the stream's sender.",
    value: ({ stats }) => stats?.receivedBytes,
  },
  {
    name: "framewire_stream_frames_dropped_total",
    help: "Pictures of the stream that were dropped before they came to the viewer.",
    value: ({ stats }) => stats?.dropped,
  },
  {
    name: "framewire_stream_reader_frames_dropped_total",
    help: "Pictures that the stream's readers, pages and others, were too slow for.",
    value: ({ readers }) => readers.dropped,
  },
];

const gauges: readonly StreamMetric[] = [
  {
    name: "framewire_stream_live",
    help: "1 while the stream's pictures come, 0 while it waits, is lost, has left or was refused.",
    value: ({ state }) => (state === "live" ? 1 : 0),
  },
  {
    name: "framewire_stream_readers",
    help: "Pages and others that read the stream now.",
    value: ({ readers }) => readers.count,
  },
  {
    name: "framewire_stream_frames_per_second",
    help: "Pictures that come a second, over the last seconds.",
    value: ({ stats }) => stats?.fps,
  },
  {
    name: "framewire_stream_round_trip_seconds",
    help: "Latest round trip to the stream's sender.",
    value: ({ stats }) => seconds(stats?.rttMs),
  },
  {
    name: "framewire_stream_level",
    help: "Level of the newest picture on its sender's ladder; 0 is the best.",
    value: ({ stats }) => stats?.level,
  },
];

/** The figures of one viewer in Prometheus' text form, read when they are asked for, in a registry of their own. */
export function createMetrics({ board, sockets }: MetricsOptions): Registry {
  const registry = new Registry();
  const registers = [registry];
  const labelNames = ["stream", "role"] as const;
  const streams = (): readonly StreamInfo[] => board.state().streams;

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
    help: "Age of the pictures when they come, from their capture, over the last seconds: median and 95th percentile.",
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
  addViewerFigures(registers, board, sockets);
  addProcessFigures(registers);
  return registry;
}

function addViewerFigures(registers: Registry[], board: StreamRegistry, sockets: () => SocketCounts): void {
  const figures: readonly (readonly [string, string, () => number])[] = [
    ["framewire_viewer_pages", "Pages that are open.", () => sockets().events],
    [
      "framewire_viewer_page_connections",
      "Framewire connections that send a stream to a page.",
      () => sockets().streams,
    ],
    ["framewire_viewer_streams", "Streams that the viewer shows.", () => board.state().streams.length],
    [
      "framewire_viewer_camera_shared",
      "1 while somebody shares a camera on a page.",
      () => (board.state().camera.sharedBy === null ? 0 : 1),
    ],
  ];
  for (const [name, help, value] of figures) {
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

/** Those that every exporter has, without the watching of the event loop that prom-client's own set cannot stop again. */
function addProcessFigures(registers: Registry[]): void {
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
