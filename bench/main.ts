/** `pnpm bench NAME [options]`: runs one benchmark. Exit code 1: a goal is missed. Exit code 2: it cannot run. */
import { Command } from "commander";
import { call } from "./call/call.ts";
import { codec } from "./codec/codec.ts";
import { fanout } from "./fanout/fanout.ts";
import { latency } from "./latency/latency.ts";
import { links } from "./links/links.ts";
import { siege } from "./siege/siege.ts";

const program = new Command("pnpm bench").description("Measures Framewire beside other programs in the same run.");
for (const benchmark of [links, latency, fanout, codec, call, siege]) program.addCommand(benchmark);
if (process.argv.length < 3) program.help();
await program.parseAsync();
