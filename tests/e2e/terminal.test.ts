import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type AppName, light, mainOf, small } from "./support/app.ts";
import { startClient, startServer } from "./support/pair.ts";
import { needs } from "./support/programs.ts";
import { freePort } from "./support/recorder.ts";
import { openTerminal, type Terminal } from "./support/tmux.ts";
import { until } from "./support/wait.ts";

const tmux = needs("tmux");
const name = (text: string): string => text.padEnd(10).replace("+", "\\+");
const figures =
  "│ in/out +[\\d.]+/[\\d.]+ fps +(│ [\\d.]+/[\\d.]+ Mbit/s +)?│ age .* ms +│ rtt .* ms +│ dropped \\d+/\\d+";

/** What a peer's line looks like. */
function lineOf(peer: string): RegExp {
  return new RegExp(`^${name(peer)} ${figures}$`);
}

function liveLines(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.includes("│"));
}

/** Waits for a screen on which this holds. */
function screen(terminal: Terminal, holds: (lines: readonly string[]) => boolean): Promise<readonly string[]> {
  let lines: readonly string[] = [];
  return until(
    () => {
      lines = terminal.lines();
      return holds(lines) ? lines : undefined;
    },
    { within: 30_000, describe: () => `The screen is not as it should be:\n${lines.join("\n")}` },
  );
}

/** A machine that has much to do may have no room for the best level for a moment, and then the line says so. */
const steady = [...light, "--levels", "1"] as const;

/** A shell's command that runs an app and says how it ended. */
function command(app: AppName, args: readonly string[]): string {
  const line = [process.execPath, mainOf(app), ...args, "--duration", "2m"].map((word) => `"${word}"`).join(" ");
  return `trap : INT; ${line}; echo "Exit code $?"; sleep 120`;
}

describe.skipIf(tmux.skip).concurrent(`on a terminal${tmux.because}`, () => {
  it("a line per peer is redrawn below the sentences, and is gone at the end", async (test) => {
    const port = await freePort();
    const args = ["--host", "127.0.0.1", "--port", String(port), ...steady, "--source", "pattern"];
    const terminal = openTerminal(test, command("server", args), 100);
    const said = [
      `Listening on 127.0.0.1 port ${port}; Enter hangs up.`,
      `On the other machine, with the same key: pnpm --filter client start 127.0.0.1:${port}`,
    ];
    expect(await screen(terminal, (lines) => lines.length >= 2)).toEqual(said);

    const first = startClient(test, port, steady);
    const one = await screen(terminal, (lines) => liveLines(lines).length > 0);
    said.push(expect.stringMatching(/^Connected with The client at 127\.0\.0\.1:\d+\.$/));
    said.push("Source: the test pattern, 320x240 at 15 fps, RGB encoded here.");
    expect(one).toEqual([...said, expect.stringMatching(lineOf("The client"))]);

    startClient(test, port, [...steady, "--name", "Another camera"]);
    const two = await screen(terminal, (lines) => liveLines(lines).length > 1);
    said.push(expect.stringMatching(/^Connected with Another camera at/));
    const both = [expect.stringMatching(lineOf("The client")), expect.stringMatching(lineOf("Another c…"))];
    expect(two).toEqual([...said, ...both]);
    const redrawn = await screen(terminal, (lines) => lines.at(-1) !== two.at(-1) && lines.length >= two.length);
    expect(redrawn).toEqual([...said, ...both]);
    for (const line of liveLines(redrawn)) expect(line).toContain("Mbit/s");

    first.type("\n");
    said.push("The client: The other side hung up.");
    const after = await screen(
      terminal,
      (lines) => lines.includes("The client: The other side hung up.") && liveLines(lines).length > 0,
    );
    expect(after).toEqual([...said, both[1]]);

    terminal.press("Enter");
    const end = await screen(terminal, (lines) => lines.at(-1)?.startsWith("Exit code") === true);
    expect(end).toEqual([...said, "Hung up on Another camera.", "Exit code 0"]);
    expect(terminal.cursor).toBe(true);
  });

  it("the line fits, however narrow the terminal is", async (test) => {
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

  it("--stats shows below each line where the time goes, and what is the slowest", async (test) => {
    const server = startServer(test);
    const { port } = await server.event("listening");
    const terminal = openTerminal(test, command("client", [`127.0.0.1:${port}`, ...light, "--stats"]), 100);
    const numbers = " +[\\d.]+ +[\\d.]+ +[\\d.]+( |$)";
    const row = (start: string): RegExp => new RegExp(`^  ${start}${numbers}`);
    const rows = [
      lineOf("The server"),
      /^ {2}ms, last 5 s +p50 +p95 +max$/,
      row("in   remote +encoded"),
      row(" +queued"),
      row(" +sent"),
      row("     network +received"),
      row(" += age"),
      row("     local +consumed"),
      row("out  local +encoded"),
      row(" +queued"),
      row(" +sent"),
      /^ {2}bandwidth [\d.]+ Mbit\/s, \d+\/\d+ KB in flight · clock offset -?[\d.]+ ± [\d.]+ ms$/,
    ];
    const lines = await screen(terminal, (shown) =>
      rows.every((each, i) => each.test(shown.slice(-rows.length)[i] ?? "")),
    );
    const [incoming, outgoing] = [lines.slice(-10, -4), lines.slice(-4, -1)];
    for (const part of [incoming, outgoing]) {
      expect(part.filter((line) => line.includes("█ ◀ slowest: "))).toHaveLength(1);
    }
    terminal.press("Enter");
    const end = await screen(terminal, (shown) => shown.at(-1)?.startsWith("Exit code") === true);
    expect(end.slice(-2)).toEqual(["Hung up on The server.", "Exit code 0"]);
  });

  it("says in a peer's line that nobody looks", async (test) => {
    const server = startServer(test, small);
    const { port } = await server.event("listening");
    const terminal = openTerminal(test, command("client", [`127.0.0.1:${port}`, ...small]), 130);
    await screen(terminal, (lines) => /^The server +│ no viewer here │ no viewer there │ age/.test(lines.at(-1) ?? ""));
  });

  it("the demo tells of both sides in one picture", async (test) => {
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

  it("shows the page's link beyond this machine as a QR code, where there is room for one", async (test) => {
    const folder = mkdtempSync(join(tmpdir(), "framewire-state-"));
    test.onTestFinished(() => rmSync(folder, { recursive: true }));
    const page = ["--view-port", "0", "--view-host", "0.0.0.0"];
    const shown = async (columns: number, last: string): Promise<readonly string[]> => {
      const server = command("server", ["--host", "127.0.0.1", "--port", "0", ...page]);
      const terminal = openTerminal(test, `export XDG_STATE_HOME="${folder}"; ${server}`, columns);
      const lines = await screen(terminal, (all) => all.some((line) => line.includes(last)));
      terminal.press("Enter");
      return lines;
    };
    const wide = await shown(120, "On the other machine");
    const code = wide.filter((line) => /^[█▀▄ ]{33,}$/.test(line));
    expect(code.length).toBeGreaterThan(15);
    expect(code.at(-2)).toMatch(/^██▄▄▄▄▄▄▄█.*██$/);
    const narrow = await shown(30, "On the other machine");
    expect(narrow.some((line) => line.includes("██"))).toBe(false);
    expect(narrow.join("")).toMatch(/open this link: *https:\/\/\S+\?code=/);
  });
});
