const benchmarks: Readonly<Record<string, () => Promise<{ main(argv: readonly string[]): Promise<void> }>>> = {
  wire: () => import("./wire.ts"),
  codec: () => import("./codec.ts"),
  ladder: () => import("./ladder.ts"),
  capture: () => import("./capture.ts"),
  mjpeg: () => import("./mjpeg.ts"),
  pattern: () => import("./pattern.ts"),
  links: () => import("./links.ts"),
  stall: () => import("./stall.ts"),
  fanout: () => import("./fanout.ts"),
  latency: () => import("./latency.ts"),
  call: () => import("./call.ts"),
  readers: () => import("./readers.ts"),
  siege: () => import("./siege.ts"),
  security: () => import("./security.ts"),
};

const [name = "", ...rest] = process.argv.slice(2);
const load = benchmarks[name];
if (load) {
  const { main } = await load();
  await main(rest);
} else {
  process.stderr.write(`Say which benchmark: pnpm bench ${Object.keys(benchmarks).join("|")} [--json]\n`);
  process.exitCode = 2;
}
