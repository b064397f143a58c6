import { runCommandLine } from "framewire/cli";

await runCommandLine(["client", ...process.argv.slice(2)]);
