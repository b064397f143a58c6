import { afterEach, expect, it, vi } from "vitest";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

it("is the native symbol", async () => {
  const { asyncDispose } = await import("./async-dispose.ts");
  expect(asyncDispose).toBe(Symbol.asyncDispose);
});

it("is the symbol that compilers use, in a browser without a native one", async () => {
  const known = Symbol;
  const older = Object.setPrototypeOf((description?: string) => known(description), known) as object;
  vi.stubGlobal("Symbol", Object.defineProperty(older, "asyncDispose", { value: undefined }));
  const { asyncDispose } = await import("./async-dispose.ts");
  expect(asyncDispose).toBe(Symbol.for("Symbol.asyncDispose"));
});
