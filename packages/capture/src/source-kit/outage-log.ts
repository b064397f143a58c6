/** Log messages for a device that disappears and returns, limited in rate. */
import { type Logger, now } from "@framewire/media";

/**
 * Creates the log of one device. `label` is its name in messages, without secrets; `prefix` precedes the name within a
 * sentence.
 */
export function createOutageLog(log: Logger, label: string, prefix = "the camera at "): OutageLog {
  const device = `${prefix}${label}`;
  // A sentence starts with a capital letter, but an address or a path stays as it is.
  const atStart = /^[a-z]+ /.test(device) ? `${device.charAt(0).toUpperCase()}${device.slice(1)}` : device;
  let hasWorked = false;
  let outage: { kind: string; loggedAt: number } | undefined;
  let problem: string | undefined;
  let damage = { count: 0, loggedAt: Number.NEGATIVE_INFINITY };

  return {
    get problem() {
      return problem;
    },
    reportFailure(reason) {
      const time = now();
      const message = hasWorked
        ? `Lost ${device}: ${reason}. Trying until it is back.`
        : `No frame from ${label} yet: ${reason}. Trying until there is one.`;
      problem = message;
      // A wait that grows is one reason.
      const kind = reason.replace(/ for [\d.]+ s$/, "");
      if (outage?.kind === kind && time - outage.loggedAt < repeatAfter.outage) {
        log.debug(message);
        return;
      }
      outage = { kind, loggedAt: time };
      log.warn(message);
    },
    reportFrame() {
      if (outage) log.info(hasWorked ? `${atStart} is back.` : `${atStart} delivers frames now.`);
      else if (!hasWorked) log.debug(`${atStart} delivers frames.`);
      hasWorked = true;
      outage = undefined;
      problem = undefined;
    },
    reportDamagedFrame(reason) {
      const time = now();
      damage.count++;
      if (time - damage.loggedAt < repeatAfter.damage) return;
      const total = damage.count > 1 ? ` (${damage.count} since the last such message)` : "";
      log.warn(`Skipped a frame from ${label}: ${reason}${total}.`);
      damage = { count: 0, loggedAt: time };
    },
    reportNoFrames() {
      problem = `Data arrives from ${label}, but it contains no JPEG.`;
      log.warn(problem);
    },
  };
}

/** Logs the outages of one device. */
export interface OutageLog {
  /** Why no frames arrive, as a sentence, for the source's description; `undefined` once a frame has arrived. */
  readonly problem: string | undefined;
  /** An attempt to read the device failed or ended. `reason` is part of a sentence. */
  reportFailure(reason: string): void;
  /** A frame has arrived. */
  reportFrame(): void;
  /** A part of the stream is not a frame. `reason` is part of a sentence. */
  reportDamagedFrame(reason: string): void;
  /** Data arrives, but no frames. */
  reportNoFrames(): void;
}

/** Time after which a warning is repeated, in microseconds. */
const repeatAfter = { outage: 60e6, damage: 10e6 };
