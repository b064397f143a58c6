/** A browser with one page, as a Debian package that Playwright cannot drive. */
export interface OtherBrowser {
  goto(url: string): Promise<void>;
  /** Calls a function in the page. It has access only to the page and its argument, and its result is JSON. */
  run<Argument, Result>(script: (argument: Argument) => Result, argument: Argument): Promise<Result>;
  /** Presses a key, such as `c`. */
  press(key: string): Promise<void>;
  close(): Promise<void>;
}

/** The expression that {@link OtherBrowser.run} evaluates in the page: the call, with its result as JSON. */
export function calling<Argument>(script: (argument: Argument) => unknown, argument: Argument): string {
  return `JSON.stringify((${script})(${JSON.stringify(argument)}))`;
}

/** The actions of {@link OtherBrowser.press}, which are the same in WebDriver and in WebDriver BiDi. */
export function pressing(value: string): readonly object[] {
  return [{ type: "key", id: "keys", actions: ["keyDown", "keyUp"].map((type) => ({ type, value })) }];
}
