import { expect, it } from "vitest";
import { plainText } from "./plain-text.ts";

it("text for OpenCV is reduced to ASCII", () => {
  expect(plainText("Küche – “Zoë’s” Straße…")).toBe(`Kuche - "Zoe's" Strasse...`);
  expect(plainText("台所 1\n")).toBe("?? 1?");
});
