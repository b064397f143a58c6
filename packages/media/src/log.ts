/** The interface that libraries log to. */

/** Receives log messages, which are whole sentences. `console` and pino's loggers implement it. */
export interface Logger {
  /** Details for developers. */
  debug(message: string): void;
  /** Normal events. */
  info(message: string): void;
  /** Something that works but deserves attention. */
  warn(message: string): void;
  /** A failure. */
  error(message: string): void;
}

/** Logs nothing: the default of every `log` option. */
export const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
};
