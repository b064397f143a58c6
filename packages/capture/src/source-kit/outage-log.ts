import { type Logger, now } from "@framewire/media";

/** Tells people that a camera is away, without telling them the same thing every few seconds. */
export interface OutageLog {
  /** An attempt to read the camera failed or ended, for this reason. */
  failed(reason: string): void;
  /** A picture has arrived. */
  working(): void;
  /** A part of the stream is no picture, for this reason. */
  damaged(reason: string): void;
  /** Data keeps coming, but no picture. */
  pictureless(): void;
}

/** The same warning comes again after this long, in microseconds. */
const quiet = { outage: 60e6, damage: 10e6 };

/**
 * Makes the log of a device's outages. `shown` is what people call it, without secrets, and `before` what stands before
 * that in a sentence.
 */
export function createOutageLog(log: Logger, shown: string, before = "the camera at "): OutageLog {
  const device = `${before}${shown}`;
  // A sentence begins with a capital letter, but an address or a path stays as it is.
  const atStart = /^[a-z]+ /.test(device) ? `${device.charAt(0).toUpperCase()}${device.slice(1)}` : device;
  let worked = false;
  let away: { reason: string; warned: number } | undefined;
  let damage = { count: 0, warned: Number.NEGATIVE_INFINITY };

  return {
    failed(reason) {
      const time = now();
      const message = worked
        ? `Lost ${device}: ${reason}. Trying until it is back.`
        : `No picture from ${shown} yet: ${reason}. Trying until there is one.`;
      if (away?.reason === reason && time - away.warned < quiet.outage) {
        log.debug(message);
        return;
      }
      away = { reason, warned: time };
      log.warn(message);
    },
    working() {
      if (away) log.info(worked ? `${atStart} is back.` : `${atStart} gives pictures now.`);
      else if (!worked) log.debug(`${atStart} gives pictures.`);
      worked = true;
      away = undefined;
    },
    damaged(reason) {
      const time = now();
      damage.count++;
      if (time - damage.warned < quiet.damage) return;
      const many = damage.count > 1 ? ` (${damage.count} since the last such message)` : "";
      log.warn(`Skipped a picture from ${shown}: ${reason}${many}.`);
      damage = { count: 0, warned: time };
    },
    pictureless() {
      log.warn(`Data keeps coming from ${shown}, but there is no JPEG picture in it.`);
    },
  };
}
