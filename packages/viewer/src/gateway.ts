import type { Logger } from "@framewire/media";
import type { Board } from "./board.ts";
import type { OpenResponse, OpenResponseOptions } from "./open-response.ts";

/** What the routes share. */
export interface Gateway {
  readonly board: Board;
  readonly log: Logger;
  /** Aborts when the viewer closes. */
  readonly signal: AbortSignal;
  /** See {@link OpenResponseOptions}. */
  readonly stallTimeoutMs: number;
  readonly graceMs: number;
  /** How long a snapshot waits for a fresh picture. */
  readonly snapshotTimeoutMs: number;
  /** Responses that have no end in sight, so that closing can wait for them. */
  readonly open: Set<OpenResponse>;
}
