import { silent } from "@framewire/media";
import { expect, it } from "vitest";
import { surviveRejections } from "./log-unhandled-rejections.ts";

it("tells the log of a promise that nobody waited for, as long as it is there", () => {
  const before = new Set(process.listeners("unhandledRejection"));
  const added = () => process.listeners("unhandledRejection").filter((listener) => !before.has(listener));
  const lines: string[] = [];
  {
    using _ = surviveRejections({ ...silent, error: (line) => lines.push(line) });
    const [listener] = added();
    // Not by a rejection: the test's own runner would hear of that as well.
    listener?.(new Error("The camera is gone."), Promise.resolve());
  }
  expect(lines).toEqual([
    "Something failed that nobody waited for, which is a mistake of this program: Error: The camera is gone.",
  ]);
  expect(added()).toEqual([]);
});
