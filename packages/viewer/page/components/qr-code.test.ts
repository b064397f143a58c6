import { expect, it } from "vitest";
import { qrCodePath } from "./qr-code.ts";

it("draws one rectangle for each run of dark modules", () => {
  expect(qrCodePath(["1101", "0000", "0110"])).toBe("M0 0h2v1h-2zM3 0h1v1h-1zM1 2h2v1h-2z");
  expect(qrCodePath([])).toBe("");
});
