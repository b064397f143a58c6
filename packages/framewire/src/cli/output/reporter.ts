import type { WriteStream } from "node:tty";
import type { Logger } from "@framewire/media";
import type { AppEvent, SourceEvent, StatsEvent } from "./events.ts";
import { stageTable } from "./latency-table.ts";
import { createLog, type LogLevel } from "./log.ts";
import { peerLine } from "./peer-line.ts";
import { qrCode } from "./qr-code.ts";
import { createScreen } from "./screen.ts";
import { sourceLine } from "./source-line.ts";

/** What a {@link Reporter} writes. */
export interface ReporterOptions {
  /** Below each peer's line, where the time goes. */
  readonly stats: boolean;
  /** One JSON object a line to standard output, and people's text to standard error. */
  readonly json: boolean;
  readonly logLevel: LogLevel;
}

/** Tells programs (events) and people (sentences and live lines) what happens. */
export interface Reporter extends Disposable {
  readonly log: Logger;
  /** Where people read: standard output, or with `--json` standard error. */
  readonly people: WriteStream;
  /** For programs. `app` says which of several it comes from. */
  emit(event: AppEvent & { readonly app?: string }): void;
  /** For people: a peer's live line, and with `--stats` its table; without `stats` it goes. */
  showPeer(id: string, name: string, stats?: StatsEvent): void;
  /** For people: what the source of `whose` pictures is. */
  showSource(whose: string, source: SourceEvent): void;
  /** For people at a terminal: a live line that says what goes on; without `text` it goes. */
  showWork(text?: string): void;
  /** For people: the page's whole link, also as a QR code, and by what they know its certificate. */
  showLink(link: string, fingerprint: string): void;
  /** For people: a command to run where the sentence says, also as a QR code. */
  showCommand(sentence: string, command: string): void;
  /** Enter was pressed, and the terminal has gone to the next line. */
  entered(): void;
}

/** Makes a {@link Reporter} on this process's output. */
export function createReporter({ stats: withTable, json, logLevel }: ReporterOptions): Reporter {
  const people = json ? process.stderr : process.stdout;
  const screen = createScreen(people);
  const log = createLog(logLevel, screen.write);
  const showsLines = logLevel === "info" || logLevel === "debug";

  function describe(name: string, stats: StatsEvent): string {
    const { columns } = screen;
    return [peerLine(name, stats, columns), ...(withTable ? stageTable(stats, columns) : [])].join("\n");
  }

  return {
    log,
    people,
    emit(event) {
      if (json) process.stdout.write(`${JSON.stringify(event)}\n`);
    },
    showPeer(id, name, stats) {
      if (showsLines) screen.setLine(id, stats && describe(name, stats));
    },
    showSource: (whose, source) => log.info(`${whose}: ${sourceLine(source)}`),
    showWork(text) {
      if (screen.isTerminal) screen.setLine("work", text?.slice(0, screen.columns));
    },
    showLink(link, fingerprint) {
      const code = screen.isTerminal ? qrCode(link, screen.columns) : undefined;
      log.info(`To look from another machine or a phone, open this link${code ? ", or scan it" : ""}:\n${link}`);
      if (code) log.info(code);
      log.info(
        `The browser will ask about the certificate, which this machine has made itself. Its SHA-256 fingerprint is\n${fingerprint}`,
      );
    },
    showCommand(sentence, command) {
      log.info(`${sentence}: ${command}`);
      const code = screen.isTerminal ? qrCode(command, screen.columns) : undefined;
      if (code) log.info(code);
    },
    entered: screen.entered,
    [Symbol.dispose]: () => screen.close(),
  };
}
