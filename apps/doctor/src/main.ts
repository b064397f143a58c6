import { nodeProblem } from "./node-version.ts";

/** What keeps all else from being looked at is told without anything of it being loaded. */
function tell(says: string, fix: string): void {
  process.stderr.write(`✗ ${says}\n  → ${fix}\n`);
  if (process.argv.includes("--json"))
    process.stdout.write(`${JSON.stringify({ event: "error", message: says, fix })}\n`);
  process.exitCode = 1;
}

const problem = nodeProblem(process.versions.node);
if (problem) tell(problem.says, problem.fix);
else {
  const loaded = await import("./command.ts").catch((error: unknown) => error as Error);
  if (loaded instanceof Error) {
    const [reason = ""] = loaded.message.split("\n");
    tell(`A part of Framewire does not load: ${reason}`, "npx --yes pnpm@10 install");
  } else await loaded.runDoctor();
}
