import { expect, it } from "vitest";
import { requireScreen } from "./require-screen.ts";

it("requires a screen, and the error names the missing variable", () => {
  expect(() => requireScreen({}, "linux")).toThrow(/^There is no screen here .*DISPLAY is not set.*“ssh -X”\.$/);
  expect(() => requireScreen({ DISPLAY: "" }, "freebsd")).toThrow(/DISPLAY/);
  for (const env of [{ DISPLAY: ":0" }, { WAYLAND_DISPLAY: "wayland-0" }]) requireScreen(env, "linux");
  for (const platform of ["darwin", "win32"] as const) requireScreen({}, platform);
});
