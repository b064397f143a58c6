/** The error of a window that does not open. */

/** A window that does not open. The message is a sentence that says why. */
export class WindowError extends Error {
  override readonly name: string = "WindowError";
  /** `no-screen`: there is no screen to open it on. `not-opened`: OpenCV failed, or did not open it in time. */
  readonly code: WindowErrorCode;

  constructor(code: WindowErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The kind of failure of a {@link WindowError}. */
export type WindowErrorCode = "no-screen" | "not-opened";
