/** WebKitGTK, driven by WebDriver. */

import { freePort } from "test-support/free-port";
import { run } from "test-support/run";
import { startScreen } from "test-support/screen";
import { until } from "test-support/until";
import { calling, type OtherBrowser, pressing } from "./other-browser.ts";

/**
 * Starts WebKitGTK, which has Safari's engine, on a virtual screen, and drives it by WebDriver
 * (https://www.w3.org/TR/webdriver/). Its camera shows a test pattern.
 */
export async function launchWebKit(): Promise<OtherBrowser> {
  const screen = await startScreen("1280x800");
  const port = await freePort();
  // The page gets this language; `C` would not be a language.
  const driver = run("WebKitWebDriver", [`--port=${port}`], { DISPLAY: screen.display, LC_ALL: "en_US.UTF-8" });

  async function call<Result>(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<Result> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error((value as { message: string }).message);
    return value as Result;
  }

  const isReady = (): Promise<boolean> =>
    call("GET", "/status").then(
      () => true,
      () => false,
    );
  await until(isReady, "WebKitWebDriver answers");
  const args = ["--automation", "--enable-media-stream=true", "--enable-mock-capture-devices=true"];
  const { sessionId } = await call<{ sessionId: string }>("POST", "/session", {
    capabilities: { alwaysMatch: { "webkitgtk:browserOptions": { args } } },
  });
  const session = `/session/${sessionId}`;

  return {
    async goto(url) {
      await call("POST", `${session}/url`, { url });
    },
    async run<Argument, Result>(script: (argument: Argument) => Result, argument: Argument): Promise<Result> {
      const json = await call<string | null>("POST", `${session}/execute/sync`, {
        script: `return ${calling(script, argument)}`,
        args: [],
      });
      return JSON.parse(json ?? "null") as Result;
    },
    async press(key) {
      await call("POST", `${session}/actions`, { actions: pressing(key) });
    },
    async close() {
      await call("DELETE", session);
      await driver.stop();
      await screen.stop();
    },
  };
}
