import { silent } from "@framewire/media";
import { expect, it } from "vitest";
import { logUnhandledRejections } from "./log-unhandled-rejections.ts";

it("logs unhandled rejections until it is disposed", () => {
  const before = new Set(process.listeners("unhandledRejection"));
  const added = () => process.listeners("unhandledRejection").filter((listener) => !before.has(listener));
  const lines: string[] = [];
  {
    using _ = logUnhandledRejections({ ...silent, error: (line) => lines.push(line) });
    const [listener] = added();
    // Called directly: the test runner would report a real rejection, too.
    listener?.(new Error("The camera has failed."), Promise.resolve());
  }
  expect(lines).toEqual([
    "Unhandled rejection, which is a bug in Framewire; please report it: Error: The camera has failed.",
  ]);
  expect(added()).toEqual([]);
});
