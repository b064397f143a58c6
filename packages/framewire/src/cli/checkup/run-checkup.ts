/** The command `framewire checkup`. */
import { Command } from "commander";
import { protectClient } from "../credentials/security.ts";
import { hostOf, parseAddressOperand } from "../options/parse-address.ts";
import { type ProtectionOptions, withProtectionOptions } from "../options/security-options.ts";
import type { Reporter } from "../output/reporter.ts";
import { writeEvent } from "../output/write-event.ts";
import { listenForHangUp } from "../run/hang-up.ts";
import { runCommand } from "../run/run-command.ts";
import { checkCameras } from "./cameras.ts";
import type { CheckupReport } from "./checkup-report.ts";
import { checkEncoders } from "./encoders.ts";
import { type CheckResult, exitCodeOf, type Finding } from "./finding.ts";
import { findingLines, outputStyleFor, summaryLine } from "./format-findings.ts";
import { checkMachine } from "./machine.ts";
import { checkPeer } from "./peer/check-peer.ts";
import type { ServerAddress } from "./peer/connect-once.ts";
import { checkPorts } from "./ports.ts";
import { checkReaders } from "./readers.ts";

interface CheckupOptions extends ProtectionOptions {
  readonly json?: boolean;
}

/** Checks this machine and, with an address, the connection to a server. */
export async function runCheckup(argv: readonly string[]): Promise<void> {
  const command = new Command("checkup")
    .description("Checks what this machine has for Framewire, and the connection to a server.")
    .argument("[address]", "a server to connect to: HOST, HOST:PORT or [IPV6]:PORT", parseAddressOperand)
    .option("--json", "write one JSON object to standard output, and all other text to standard error")
    .addHelpText("after", notes);
  withProtectionOptions(command, "client");

  await runCommand<CheckupOptions>(command, argv, async ({ options, operands, reporter }) => {
    using hangUp = listenForHangUp({ enter: false });
    try {
      const [address] = operands;
      const security = address && (await protectClient(options, hostOf(address), reporter.log));
      const server = security ? { address, security } : undefined;
      const report = await runChecks(server, hangUp.signal, reporter);
      reporter.log.info(`\n${summaryLine(report.findings, outputStyleFor(reporter.humanOutput))}`);
      if (options.json) writeEvent(report);
      process.exitCode = exitCodeOf(report.findings);
    } catch (error) {
      if (hangUp.signal.aborted) throw new Error("Interrupted before all checks were done.", { cause: error });
      throw error;
    }
  });
}

const notes = `
Checks Node, the network addresses, the default ports, ffmpeg and OpenCV, the
webcams and their formats, and the speed of the encoders. With an address it
also connects to the server there and measures the round trip, the clock offset,
the video received and, while a viewer is open there, the bandwidth for sending.

Marks: ✓ ok, · information, ! could be better, ✗ required and does not work.
The line below a finding says how to fix it.
Exit codes: 0 everything required works, 1 something does not, 2 wrong usage.`;

/** Runs one check after the other, and prints the findings of each as soon as it is done. */
async function runChecks(
  server: ServerAddress | undefined,
  signal: AbortSignal,
  reporter: Reporter,
): Promise<CheckupReport> {
  const findings: Finding[] = [];
  const style = outputStyleFor(reporter.humanOutput);

  async function run<Data>(step: string, check: () => CheckResult<Data> | Promise<CheckResult<Data>>): Promise<Data> {
    signal.throwIfAborted();
    reporter.showProgress(step);
    try {
      const result = await check();
      signal.throwIfAborted();
      findings.push(...result.findings);
      const lines = result.findings.flatMap((finding) => findingLines(finding, style));
      if (lines.length > 0) reporter.log.info(lines.join("\n"));
      return result.data;
    } finally {
      reporter.showProgress();
    }
  }

  const machine = await run("Checking this machine …", checkMachine);
  const ports = await run("Checking the ports …", () => checkPorts(signal));
  const readers = await run("Looking for ffmpeg and OpenCV …", () => checkReaders(signal));
  const cameras = await run("Querying the cameras …", () => checkCameras(signal, readers));
  const codecs = await run("Measuring the encoders …", () => checkEncoders(signal));
  const onProgress = (text: string): void => reporter.showProgress(text);
  if (server) reporter.log.info("");
  const peer = server ? await run("", () => checkPeer(server, { signal, onProgress })) : null;
  const ok = exitCodeOf(findings) === 0;
  return { event: "checkup", ok, ...machine, ports, readers, cameras, codecs, peer, findings };
}
