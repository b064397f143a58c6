import { formatAddress, parseAddress } from "@framewire/client";
import { Command, InvalidArgumentError } from "commander";
import { protectClient } from "../credentials/security.ts";
import { type ProtectionOptions, withProtectionOptions } from "../options/security-options.ts";
import type { Reporter } from "../output/reporter.ts";
import { listenForHangUp } from "../run/hang-up.ts";
import { runCommand } from "../run/run-command.ts";
import { lookAtCameras } from "./cameras.ts";
import { lookAtEncoders } from "./encoders.ts";
import { exitCodeOf, type Finding, type Looked } from "./finding.ts";
import { lookAtMachine } from "./machine.ts";
import type { CalledServer } from "./peer/call.ts";
import { lookAtPeer } from "./peer/peer.ts";
import { lookAtPorts } from "./ports.ts";
import { findingLines, paperFor, verdict } from "./print.ts";
import { lookAtReaders } from "./readers.ts";
import type { Report } from "./report.ts";

interface CheckupOptions extends ProtectionOptions {
  readonly json?: boolean;
}

const notes = `
It looks at Node, the network's addresses, the usual ports, ffmpeg and OpenCV,
the webcams and what they can give, and how fast the encoders are. With an
address it also calls the server there and measures the round trip, the clocks,
the pictures that come, and, while somebody looks there, what the way out carries.

Marks: ✓ fine, · to know, ! could be better, ✗ needed and does not work. Below
what is not fine stands how to mend it.
Exit codes: 0 all that is needed works, 1 something does not, 2 wrong usage.`;

/** Runs the command line, from its arguments to its exit code. */
export async function runCheckup(argv: readonly string[]): Promise<void> {
  const command = new Command("checkup")
    .description("Looks at what this machine has for Framewire, and at the way to a server.")
    .argument("[address]", "a server to call: HOST, HOST:PORT or [IPV6]:PORT", readAddress)
    .option("--json", "write one JSON object to standard output, and people's text to standard error")
    .addHelpText("after", notes);
  withProtectionOptions(command, "client");

  await runCommand<CheckupOptions>(command, argv, async ({ options, operands, reporter }) => {
    using hangUp = listenForHangUp({ enter: false });
    try {
      const [address] = operands;
      const security = address && (await protectClient(options, parseAddress(address).host, reporter.log));
      const server = security ? { address, security } : undefined;
      const report = await lookAtAll(server, hangUp.signal, reporter);
      reporter.log.info(`\n${verdict(report.findings, paperFor(reporter.people))}`);
      if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
      process.exitCode = exitCodeOf(report.findings);
    } catch (error) {
      if (hangUp.signal.aborted) throw new Error("It was ended before all was looked at.", { cause: error });
      throw error;
    }
  });
}

/** Looks at one thing after the other, and prints each as soon as it is known. */
async function lookAtAll(server: CalledServer | undefined, signal: AbortSignal, reporter: Reporter): Promise<Report> {
  const findings: Finding[] = [];
  const paper = paperFor(reporter.people);

  async function look<Data>(what: string, looking: () => Looked<Data> | Promise<Looked<Data>>): Promise<Data> {
    signal.throwIfAborted();
    reporter.showWork(what);
    try {
      const looked = await looking();
      signal.throwIfAborted();
      findings.push(...looked.findings);
      const lines = looked.findings.flatMap((finding) => findingLines(finding, paper));
      if (lines.length > 0) reporter.log.info(lines.join("\n"));
      return looked.data;
    } finally {
      reporter.showWork();
    }
  }

  const machine = await look("Looking at this machine …", lookAtMachine);
  const ports = await look("Trying the ports …", () => lookAtPorts(signal));
  const readers = await look("Looking for ffmpeg and OpenCV …", () => lookAtReaders(signal));
  const cameras = await look("Asking the cameras …", () => lookAtCameras(signal, readers));
  const codecs = await look("Measuring the encoders …", () => lookAtEncoders(signal));
  const working = (text: string): void => reporter.showWork(text);
  if (server) reporter.log.info("");
  const peer = server ? await look("", () => lookAtPeer(server, { signal, working })) : null;
  const ok = exitCodeOf(findings) === 0;
  return { event: "checkup", ok, ...machine, ports, readers, cameras, codecs, peer, findings };
}

function readAddress(text: string): string {
  try {
    return formatAddress(parseAddress(text));
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
