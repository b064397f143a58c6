/** The interface that libraries log to. */

/** Receives log messages, which are whole sentences. `console` and pino's loggers implement it. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Logs nothing: the default of every `log` option. */
export const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
};
