/** A browser with one page, of a kind that Playwright does not drive as Debian has it. */
export interface OtherBrowser {
  goto(url: string): Promise<void>;
  /** Calls a function in the page. It sees nothing but the page and its argument, and what it gives back is JSON. */
  run<Argument, Result>(script: (argument: Argument) => Result, argument: Argument): Promise<Result>;
  /** Presses a key, such as `c`. */
  press(key: string): Promise<void>;
  close(): Promise<void>;
}

/** What {@link OtherBrowser.run} has the page evaluate: the call, and its result as JSON. */
export function calling<Argument>(script: (argument: Argument) => unknown, argument: Argument): string {
  return `JSON.stringify((${script})(${JSON.stringify(argument)}))`;
}

/** The actions of {@link OtherBrowser.press}, which are the same in WebDriver and in WebDriver BiDi. */
export function pressing(value: string): readonly object[] {
  return [{ type: "key", id: "keys", actions: ["keyDown", "keyUp"].map((type) => ({ type, value })) }];
}
