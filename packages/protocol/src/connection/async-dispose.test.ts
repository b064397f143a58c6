import { afterEach, expect, it, vi } from "vitest";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

it("is the symbol that there is", async () => {
  const { asyncDispose } = await import("./async-dispose.ts");
  expect(asyncDispose).toBe(Symbol.asyncDispose);
});

it("is, in a browser that has none, the one that compilers take for it", async () => {
  const known = Symbol;
  const older = Object.setPrototypeOf((description?: string) => known(description), known) as object;
  vi.stubGlobal("Symbol", Object.defineProperty(older, "asyncDispose", { value: undefined }));
  const { asyncDispose } = await import("./async-dispose.ts");
  expect(asyncDispose).toBe(Symbol.for("Symbol.asyncDispose"));
});
