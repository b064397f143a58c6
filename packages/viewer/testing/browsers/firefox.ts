/** Firefox, driven by WebDriver BiDi. */

import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "test-support/run";
import WebSocket from "ws";
import { calling, type OtherBrowser, pressing } from "./other-browser.ts";

/** A camera that shows a test pattern, no permission prompts, and no requests to other machines. */
const preferences = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
  "app.update.disabledForTesting": true,
};

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly message?: string;
}

/** The result or the error of a function in the page, as BiDi reports it. */
interface Evaluated {
  readonly result?: { readonly value?: string };
  readonly exceptionDetails?: { readonly text: string };
}

/** Starts Firefox, and drives it by WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/). */
export async function launchFirefox(): Promise<OtherBrowser> {
  const profile = await mkdtemp(join(tmpdir(), "framewire-firefox-"));
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`);
  await writeFile(join(profile, "user.js"), lines.join(""));
  const options = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0", "about:blank"];
  const program = run("firefox-esr", options);
  const address = await program.says(/WebDriver BiDi listening on (\S+)\n/);

  const socket = new WebSocket(`${address}/session`);
  await once(socket, "open");
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  socket.on("message", (data) => {
    const { id, result, message } = JSON.parse(String(data)) as Answer;
    const caller = waiting.get(id);
    waiting.delete(id);
    if (message === undefined) caller?.resolve(result);
    else caller?.reject(new Error(message));
  });
  let calls = 0;
  function call<Result>(method: string, params: object): Promise<Result> {
    const id = ++calls;
    socket.send(JSON.stringify({ id, method, params }));
    return new Promise<Result>((resolve, reject) =>
      waiting.set(id, { resolve: (result) => resolve(result as Result), reject }),
    );
  }

  await call("session.new", { capabilities: {} });
  const { contexts } = await call<{ contexts: readonly { context: string }[] }>("browsingContext.getTree", {});
  const context = contexts[0]?.context;

  return {
    async goto(url) {
      await call("browsingContext.navigate", { context, url, wait: "complete" });
    },
    async run<Argument, Result>(script: (argument: Argument) => Result, argument: Argument): Promise<Result> {
      const { result, exceptionDetails } = await call<Evaluated>("script.evaluate", {
        expression: calling(script, argument),
        target: { context },
        awaitPromise: false,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.text);
      return JSON.parse(result?.value ?? "null") as Result;
    },
    async press(key) {
      await call("input.performActions", { context, actions: pressing(key) });
    },
    async close() {
      socket.terminate();
      await program.stop();
      // Child processes end later and may still write to the profile.
      await rm(profile, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
