/** The log line for a client that is refused, or does not complete its hello. */

import type { Logger } from "@framewire/media";
import { ConnectionClosedError } from "@framewire/protocol";

/** Logs why a client was not admitted: as information when the server has no room, else as a warning. */
export function logRefusal(log: Logger, { remoteAddress, clients, error }: Refusal): void {
  const isBusy = error instanceof ConnectionClosedError && error.info.by === "local" && error.code === "busy";
  if (isBusy) log.info(`Refused ${remoteAddress}: ${error.message} Connected clients: ${clients}.`);
  else log.warn(`Refused ${remoteAddress}: ${error.message}`);
}

/** A client that was not admitted. */
export interface Refusal {
  readonly remoteAddress: string;
  /** Client slots in use. */
  readonly clients: number;
  readonly error: Error;
}
