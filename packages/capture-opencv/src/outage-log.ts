import { type Logger, now } from "@framewire/media";

/** Tells people that a device is away, without telling them the same thing every few seconds. */
export interface OutageLog {
  /** It cannot be read, for this reason, which is the end of a sentence. */
  failed(reason: string): void;
  /** A picture has come. */
  working(): void;
}

/** The same warning comes again after this long, in microseconds. */
const quiet = 60e6;

/** `shown` is the device for people. */
export function createOutageLog(log: Logger, shown: string): OutageLog {
  let worked = false;
  let away: { readonly reason: string; readonly warned: number } | undefined;
  return {
    failed(reason) {
      const message = worked
        ? `Lost ${shown}: ${reason}. Trying until it is back.`
        : `No picture from ${shown} yet: ${reason}. Trying until there is one.`;
      if (away?.reason === reason && now() - away.warned < quiet) {
        log.debug(message);
        return;
      }
      away = { reason, warned: now() };
      log.warn(message);
    },
    working() {
      if (away) log.info(worked ? `${capital(shown)} is back.` : `${capital(shown)} gives pictures now.`);
      worked = true;
      away = undefined;
    },
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
