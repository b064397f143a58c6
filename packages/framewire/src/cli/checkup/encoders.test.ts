import { type Codec, jpeg, webp } from "@framewire/codec";
import { expect, it } from "vitest";
import { checkEncoders, speedFinding } from "./encoders.ts";

const { signal } = new AbortController();

it("measures each codec at both sizes", async () => {
  const { data, findings } = await checkEncoders(signal);
  expect(data.map(({ codec, implementation }) => [codec, implementation])).toEqual([
    ["jpeg", jpeg.implementation],
    ["webp", webp.implementation ?? null],
  ]);
  for (const { fps } of data) {
    expect(Object.keys(fps ?? {})).toEqual(["1280x720", "1920x1080"]);
    for (const rate of Object.values(fps ?? {})) expect(rate).toBeGreaterThan(0);
  }
  expect(findings.map(({ topic }) => topic)).toEqual(["JPEG", "WebP"]);
});

it("a failing JPEG encoder is an error, a failing WebP encoder a warning", async () => {
  const failing: Codec["createEncoder"] = () => ({
    encode: () => Promise.reject(new Error("The library is missing.")),
    close: () => Promise.resolve(),
  });
  const codecs = [jpeg, webp].map((codec) => ({ ...codec, createEncoder: failing }));
  const { data, findings } = await checkEncoders(signal, codecs);
  expect(data.map(({ fps }) => fps)).toEqual([null, null]);
  expect(findings).toMatchObject([
    { status: "error", message: "does not encode: The library is missing.", fix: expect.stringContaining("install") },
    { status: "warning", fix: expect.stringContaining("install") },
  ]);
});

it("an encoder slower than a camera has a fix", () => {
  const slow = { "1280x720": 12, "1920x1080": 5 };
  expect(speedFinding({ codec: "jpeg", implementation: "libjpeg-turbo", fps: slow })).toMatchObject({
    status: "warning",
    message: "libjpeg-turbo: 12 fps at 1280x720, 5 fps at 1920x1080",
    fix: expect.stringContaining("--size 640x360"),
  });
  expect(speedFinding({ codec: "webp", implementation: "sharp", fps: slow })).toMatchObject({ status: "info" });
  const fast = { "1280x720": 200, "1920x1080": 90 };
  expect(speedFinding({ codec: "jpeg", implementation: "sharp", fps: fast })).toMatchObject({ status: "info" });
  expect(speedFinding({ codec: "webp", implementation: "sharp", fps: fast })).toMatchObject({ status: "ok" });
});

it("stops when the signal aborts", async () => {
  const controller = new AbortController();
  const check = checkEncoders(controller.signal);
  setTimeout(() => controller.abort(new Error("Stopped.")), 50);
  await expect(check).rejects.toThrow("Stopped.");
});
