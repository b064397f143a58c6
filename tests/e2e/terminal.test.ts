import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type AppName, light, mainOf, small } from "./support/apps/app.ts";
import { startClient, startServer } from "./support/apps/pair.ts";
import { openTerminal, type Terminal } from "./support/apps/terminal.ts";
import { until } from "./support/apps/wait.ts";
import { needs } from "./support/environment/programs.ts";
import { freePort } from "./support/environment/recorder.ts";

const tmux = needs("tmux");
const name = (text: string): string => text.padEnd(10).replace("+", "\\+");
const figures =
  "│ in/out +[\\d.]+/[\\d.]+ fps +(│ [\\d.]+/[\\d.]+ Mbit/s +)?│ age .* ms +│ rtt .* ms +│ dropped \\d+/\\d+";

/** The pattern of a peer's line. */
function lineOf(peer: string): RegExp {
  return new RegExp(`^${name(peer)} ${figures}$`);
}

function liveLines(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.includes("│"));
}

/** Waits until `holds` returns true for the lines of the screen. */
function screen(terminal: Terminal, holds: (lines: readonly string[]) => boolean): Promise<readonly string[]> {
  let lines: readonly string[] = [];
  return until(
    () => {
      lines = terminal.lines();
      return holds(lines) ? lines : undefined;
    },
    { within: 30_000, describe: () => `The screen is not as expected:\n${lines.join("\n")}` },
  );
}

/** A single level: on a busy machine the level may change, and the line would show it. */
const steady = [...light, "--levels", "1"] as const;

/** A shell command that runs an app and prints its exit code. */
function command(app: AppName, args: readonly string[]): string {
  const line = [process.execPath, mainOf(app), ...args, "--duration", "2m"].map((word) => `"${word}"`).join(" ");
  return `trap : INT; ${line}; echo "Exit code $?"; sleep 120`;
}

describe.skipIf(tmux.skip).concurrent(`on a terminal${tmux.because}`, () => {
  it("a line per peer is redrawn below the messages, and removed at the end", async (test) => {
    const port = await freePort();
    const args = ["--host", "127.0.0.1", "--port", String(port), ...steady, "--source", "pattern"];
    const terminal = openTerminal(test, command("server", args), 100);
    const messages = [
      `Listening on 127.0.0.1 port ${port}; Enter hangs up.`,
      `On the other machine, with the same key: npx --yes pnpm@10 --filter client start 127.0.0.1:${port}`,
    ];
    expect(await screen(terminal, (lines) => lines.length >= 2)).toEqual(messages);

    const first = startClient(test, port, steady);
    const one = await screen(terminal, (lines) => liveLines(lines).length > 0);
    messages.push(expect.stringMatching(/^Connected with The client at 127\.0\.0\.1:\d+\.$/));
    messages.push("Source: the test pattern, 320x240 at 15 fps, RGB encoded here.");
    expect(one).toEqual([...messages, expect.stringMatching(lineOf("The client"))]);

    startClient(test, port, [...steady, "--name", "Another camera"]);
    const two = await screen(terminal, (lines) => liveLines(lines).length > 1);
    messages.push(expect.stringMatching(/^Connected with Another camera at/));
    const both = [expect.stringMatching(lineOf("The client")), expect.stringMatching(lineOf("Another c…"))];
    expect(two).toEqual([...messages, ...both]);
    const redrawn = await screen(terminal, (lines) => lines.at(-1) !== two.at(-1) && lines.length >= two.length);
    expect(redrawn).toEqual([...messages, ...both]);
    for (const line of liveLines(redrawn)) expect(line).toContain("Mbit/s");

    first.type("\n");
    messages.push("The client: The other side hung up.");
    const after = await screen(
      terminal,
      (lines) => lines.includes("The client: The other side hung up.") && liveLines(lines).length > 0,
    );
    expect(after).toEqual([...messages, both[1]]);

    terminal.press("Enter");
    const end = await screen(terminal, (lines) => lines.at(-1)?.startsWith("Exit code") === true);
    expect(end).toEqual([...messages, "Hung up on Another camera.", "Exit code 0"]);
    expect(terminal.cursor).toBe(true);
  });

  it("the line fits a terminal of any width", async (test) => {
    const server = startServer(test);
    const { port } = await server.event("listening");
    const terminal = openTerminal(test, command("client", [`127.0.0.1:${port}`, ...light]), 80);
    await screen(terminal, (lines) => lineOf("The server").test(lines.at(-1) ?? ""));
    terminal.resize(50);
    await screen(terminal, (lines) => /^The server │ in\/out .* fps +│ age .* ms *$/.test(lines.at(-1) ?? ""));
    terminal.resize(140);
    await screen(terminal, (lines) =>
      /^The server +│ in .* fps .* Mbit\/s │ out .* fps .* Mbit\/s │ age p50\/p95 .* ms +│ rtt .* ms +│ dropped \d+ in, \d+ out$/.test(
        lines.at(-1) ?? "",
      ),
    );
    terminal.press("C-c");
    const end = await screen(terminal, (lines) => lines.at(-1)?.startsWith("Exit code") === true);
    expect(end.slice(-2)).toEqual(["Hung up on The server.", "Exit code 0"]);
    expect(terminal.cursor).toBe(true);
    await server.event("closed");
  });

  it("--stats shows the latency stages below each line, and marks the slowest", async (test) => {
    const server = startServer(test);
    const { port } = await server.event("listening");
    const terminal = openTerminal(test, command("client", [`127.0.0.1:${port}`, ...light, "--stats"]), 100);
    const numbers = " +[\\d.]+ +[\\d.]+ +[\\d.]+( |$)";
    const row = (start: string): RegExp => new RegExp(`^  ${start}${numbers}`);
    const rows = [
      lineOf("The server"),
      /^ {2}ms, last 5 s +p50 +p95 +max$/,
      row("in   remote +acquired"),
      row(" +encoded"),
      row(" +queued"),
      row(" +sent"),
      row("     network +received"),
      row(" += age"),
      row("     local +consumed"),
      row("out  local +acquired"),
      row(" +encoded"),
      row(" +queued"),
      row(" +sent"),
      /^ {2}bandwidth [\d.]+ Mbit\/s, \d+\/\d+ KB in flight · clock offset -?[\d.]+ ± [\d.]+ ms$/,
    ];
    const lines = await screen(terminal, (shown) =>
      rows.every((each, i) => each.test(shown.slice(-rows.length)[i] ?? "")),
    );
    const [incoming, outgoing] = [lines.slice(-12, -5), lines.slice(-5, -1)];
    for (const part of [incoming, outgoing]) {
      expect(part.filter((line) => line.includes("█ ◀ slowest"))).toHaveLength(1);
    }
    terminal.press("Enter");
    const end = await screen(terminal, (shown) => shown.at(-1)?.startsWith("Exit code") === true);
    expect(end.slice(-2)).toEqual(["Hung up on The server.", "Exit code 0"]);
  });

  it("a peer's line says that there is no viewer", async (test) => {
    const server = startServer(test, small);
    const { port } = await server.event("listening");
    const terminal = openTerminal(test, command("client", [`127.0.0.1:${port}`, ...small]), 130);
    await screen(terminal, (lines) => /^The server +│ no viewer here │ no viewer there │ age/.test(lines.at(-1) ?? ""));
  });

  it("the demo shows both sides in one terminal", async (test) => {
    const terminal = openTerminal(test, command("demo", []), 100);
    const shown = await screen(terminal, (lines) => liveLines(lines).length > 1);
    expect(shown).toEqual([
      "Enter hangs up.",
      expect.stringMatching(/^Server's page: http:\/\/127\.0\.0\.1:\d+\/$/),
      expect.stringMatching(/^Client's page: http:\/\/127\.0\.0\.1:\d+\/$/),
      ...Array(4).fill(
        expect.stringMatching(
          /^(Server is connected with Client|Client is connected with Server|(Server|Client)'s source: .*)\.$/,
        ),
      ),
      expect.stringMatching(/^(Server|Client) +│ in\/out/),
      expect.stringMatching(/^(Server|Client) +│ in\/out/),
    ]);
    terminal.press("C-c");
    const end = await screen(terminal, (lines) => lines.at(-1)?.startsWith("Exit code") === true);
    expect(end.slice(0, 7)).toEqual(shown.slice(0, 7));
    expect(end).toHaveLength(10);
    expect(end.at(-1)).toBe("Exit code 0");
  });

  it("ends the start with one QR code, of the phone's link, which 80x24 show whole with the command", async (test) => {
    const folder = mkdtempSync(join(tmpdir(), "framewire-state-"));
    test.onTestFinished(() => rmSync(folder, { recursive: true }));
    const open = [
      "--host",
      "0.0.0.0",
      "--port",
      "0",
      "--view-port",
      "0",
      "--view-host",
      "0.0.0.0",
      "--source",
      "pattern",
    ];
    const shown = async (columns: number): Promise<readonly string[]> => {
      const environment = `unset FRAMEWIRE_KEY; export XDG_STATE_HOME="${folder}"`;
      const terminal = openTerminal(test, `${environment}; ${command("server", open)}`, columns);
      const isWhole = (lines: readonly string[]): boolean =>
        columns < 80 ? lines.join("").includes("?code=") : /^[█▀ ]{33,}$/.test(lines.at(-1) ?? "");
      const lines = await screen(terminal, isWhole);
      terminal.press("Enter");
      return lines;
    };
    const lines = await shown(80);
    const isCode = (line: string): boolean => /^[█▀▄ ]{33,}$/.test(line);
    const first = lines.findIndex(isCode);
    // One code, whole, at the end.
    expect(lines.slice(first).every(isCode)).toBe(true);
    expect(lines.length - first).toBeGreaterThanOrEqual(17);
    expect(lines[first]).toMatch(/^█+$/);
    const before = lines.slice(0, first).join("");
    expect(before).toMatch(
      /Enter hangs up\..*On the other machine: npx .* --key \S{29}On a phone: https:\S+\?code=\S{22}$/,
    );
    const narrow = await shown(30);
    expect(narrow.some((line) => line.includes("██"))).toBe(false);
    expect(narrow.join("")).toMatch(/On a phone: https:\S+\?code=/);
  });
});
