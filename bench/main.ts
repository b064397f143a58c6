const benchmarks: Readonly<Record<string, () => Promise<{ main(argv: readonly string[]): Promise<void> }>>> = {
  codec: () => import("./codec.ts"),
  links: () => import("./links.ts"),
  fanout: () => import("./fanout.ts"),
  latency: () => import("./latency.ts"),
  call: () => import("./call.ts"),
  siege: () => import("./siege.ts"),
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
