import { runCommandLine } from "framewire/cli";

await runCommandLine(["server", ...process.argv.slice(2)]);
