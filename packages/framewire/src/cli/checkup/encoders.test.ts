import { type Codec, jpeg, webp } from "@framewire/codec";
import { expect, it } from "vitest";
import { lookAtEncoders, speedFinding } from "./encoders.ts";

const { signal } = new AbortController();

it("measures each codec at both sizes", async () => {
  const { data, findings } = await lookAtEncoders(signal);
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

it("a JPEG encoder that does not work is what nothing works without; a WebP encoder is not", async () => {
  const broken: Codec["createEncoder"] = () => ({
    encode: () => Promise.reject(new Error("There is no library.")),
    close: () => Promise.resolve(),
  });
  const codecs = [jpeg, webp].map((codec) => ({ ...codec, createEncoder: broken }));
  const { data, findings } = await lookAtEncoders(signal, codecs);
  expect(data.map(({ fps }) => fps)).toEqual([null, null]);
  expect(findings).toMatchObject([
    { state: "broken", says: "does not encode: There is no library.", fix: expect.stringContaining("install") },
    { state: "advice", fix: expect.stringContaining("install") },
  ]);
});

it("slower than a camera is said, with what to do", () => {
  const slow = { "1280x720": 12, "1920x1080": 5 };
  expect(speedFinding({ codec: "jpeg", implementation: "libjpeg-turbo", fps: slow })).toMatchObject({
    state: "advice",
    says: "libjpeg-turbo: 12 fps at 1280x720, 5 fps at 1920x1080",
    fix: expect.stringContaining("--size 640x360"),
  });
  expect(speedFinding({ codec: "webp", implementation: "sharp", fps: slow })).toMatchObject({ state: "note" });
  const quick = { "1280x720": 200, "1920x1080": 90 };
  expect(speedFinding({ codec: "jpeg", implementation: "sharp", fps: quick })).toMatchObject({ state: "note" });
  expect(speedFinding({ codec: "webp", implementation: "sharp", fps: quick })).toMatchObject({ state: "fine" });
});

it("ends with the signal", async () => {
  const controller = new AbortController();
  const looking = lookAtEncoders(controller.signal);
  setTimeout(() => controller.abort(new Error("Enough.")), 50);
  await expect(looking).rejects.toThrow("Enough.");
});
