import { runCommandLine } from "framewire/cli";

await runCommandLine(["demo", ...process.argv.slice(2)]);
