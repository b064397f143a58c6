import { expect, it } from "vitest";
import { snapshotName } from "./save-snapshot.ts";

const at = new Date(2026, 10, 22, 14, 2, 5);

it.each([
  ["Ada's phone", "jpeg", "framewire-ada-s-phone-2026-11-22-140205.jpg"],
  ["Küche / Tür", "webp", "framewire-kuche-tur-2026-11-22-140205.webp"],
  ["../../etc/passwd", "jpeg", "framewire-etc-passwd-2026-11-22-140205.jpg"],
  ["カメラ", "jpeg", "framewire-カメラ-2026-11-22-140205.jpg"],
  ["?!", "jpeg", "framewire-picture-2026-11-22-140205.jpg"],
])("names a picture of %s, in %s, %s", (name, codec, expected) => {
  expect(snapshotName(name, codec, at)).toBe(expected);
});
