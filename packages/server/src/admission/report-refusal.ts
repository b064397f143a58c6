/** Reports a client that is refused, or does not complete its hello. */

import type { Logger } from "@framewire/media";
import { ConnectionClosedError } from "@framewire/protocol";
import { SecurityError } from "@framewire/security";
import type { RefusedClient } from "../options.ts";

/** Logs why a client was not admitted: as information when the server has no room, else as a warning. */
export function reportRefusal({ log, onRefused }: RefusalReport, { remoteAddress, clients, error }: Refusal): void {
  const isBusy = error instanceof ConnectionClosedError && error.info.by === "local" && error.code === "busy";
  if (isBusy) log.info(`Refused ${remoteAddress}: ${error.message} Connected clients: ${clients}.`);
  else log.warn(`Refused ${remoteAddress}: ${error.message}`);
  const hasCode = error instanceof ConnectionClosedError || error instanceof SecurityError;
  onRefused?.({ remoteAddress, code: hasCode ? error.code : "failed", message: error.message });
}

/** Where refusals are reported. */
export interface RefusalReport {
  readonly log: Logger;
  readonly onRefused: ((client: RefusedClient) => void) | undefined;
}

interface Refusal {
  readonly remoteAddress: string;
  /** Client slots in use. */
  readonly clients: number;
  readonly error: Error;
}
