/** Output of a command: events for programs, sentences and live lines for people. */
import type { WriteStream } from "node:tty";
import type { Logger } from "@framewire/media";
import type { AppEvent, SourceEvent, StatsEvent } from "./events.ts";
import { latencyTable } from "./latency-table.ts";
import { createLog, type LogLevel } from "./log.ts";
import { peerLine } from "./peer-line.ts";
import { qrCode } from "./qr-code.ts";
import { createScreen } from "./screen.ts";
import { sourceLine } from "./source-line.ts";
import { writeEvent } from "./write-event.ts";

/** Reports to programs (events) and to people (sentences and live lines). */
export interface Reporter extends Disposable {
  readonly log: Logger;
  /** The stream for people: standard output, or standard error with `--json`. */
  readonly humanOutput: WriteStream;
  /** Writes an event for programs. `app` names the app that it comes from, where there are several. */
  emit(event: AppEvent & { readonly app?: string }): void;
  /** Draws a peer's live line, and its latency table with `--stats`. Without `stats` it removes them. */
  showPeer(id: string, name: string, stats?: StatsEvent): void;
  /** Logs the description of a source, or its problem; `label` is the start of the sentence. */
  showSource(label: string, source: SourceEvent): void;
  /** Draws a live line about the current step, on a terminal only. Without `text` it removes the line. */
  showProgress(text?: string): void;
  /** Logs the fingerprint of the page's certificate. */
  showFingerprint(fingerprint: string): void;
  /** Logs the page's whole URL, also as a QR code, which is the only one and the last on the screen. */
  showPageUrl(url: string): void;
  /** Accounts for the line that the terminal moved down when Enter was pressed. */
  entered(): void;
}

/** What a {@link Reporter} writes. */
export interface ReporterOptions {
  /** Writes the latency table below each peer's line. */
  readonly stats: boolean;
  /** Writes one JSON object a line to standard output, and sentences to standard error. */
  readonly json: boolean;
  readonly logLevel: LogLevel;
}

/** Rows of a terminal that stay visible beside a QR code and its link: how to hang up, a client's command, the cursor. */
const rowsBesideCode = 4;

/** Creates a {@link Reporter} on this process's output. */
export function createReporter({ stats: withTable, json, logLevel }: ReporterOptions): Reporter {
  const humanOutput = json ? process.stderr : process.stdout;
  const screen = createScreen(humanOutput);
  const log = createLog(logLevel, screen.write);
  const showsLines = logLevel === "info" || logLevel === "debug";

  function peerLines(name: string, stats: StatsEvent): string {
    const { columns } = screen;
    return [peerLine(name, stats, columns), ...(withTable ? latencyTable(stats, columns) : [])].join("\n");
  }

  return {
    log,
    humanOutput,
    emit(event) {
      if (json) writeEvent(event);
    },
    showPeer(id, name, stats) {
      if (showsLines) screen.setLine(id, stats && peerLines(name, stats));
    },
    showSource(label, source) {
      if (source.problem === null) log.info(`${label}: ${sourceLine(source)}`);
      else log.warn(`${label}: ${source.problem}`);
    },
    showProgress(text) {
      if (screen.isTerminal) screen.setLine("progress", text?.slice(0, screen.columns));
    },
    showFingerprint(fingerprint) {
      log.info(
        `The browser will warn about the page's certificate, which is self-signed. Its SHA-256 fingerprint is\n${fingerprint}`,
      );
    },
    showPageUrl(url) {
      const sentence = `On a phone: ${url}`;
      const { columns } = screen;
      const rows = screen.rows - Math.ceil(sentence.length / columns) - rowsBesideCode;
      log.info(sentence);
      const code = screen.isTerminal ? qrCode(url, { columns, rows }) : undefined;
      if (code) log.info(code);
    },
    entered: screen.entered,
    [Symbol.dispose]: () => screen.close(),
  };
}
