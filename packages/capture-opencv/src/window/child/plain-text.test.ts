import { expect, it } from "vitest";
import { plainText } from "./plain-text.ts";

it("OpenCV is given letters that it knows", () => {
  expect(plainText("Küche – “Zoë’s” Straße…")).toBe(`Kuche - "Zoe's" Strasse...`);
  expect(plainText("台所 1\n")).toBe("?? 1?");
});
