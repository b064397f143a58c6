/** Saves a snapshot. */

import type { Tile } from "../components/tile.ts";
import { showToast } from "../toast.ts";

const endings: Readonly<Record<string, string>> = { jpeg: "jpg", webp: "webp" };

/** The file name of a snapshot, such as "framewire-ada-2026-11-22-140205.jpg". */
export function snapshotName(name: string, codec: string, at: Date): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .toLowerCase()
    .slice(0, 40);
  const two = (value: number): string => String(value).padStart(2, "0");
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join("");
  return `framewire-${plain || "picture"}-${date}-${time}.${endings[codec] ?? codec}`;
}

/** Saves the newest frame of a stream as it was received, without encoding it again. */
export async function saveSnapshot(tile: Tile | undefined): Promise<void> {
  const snapshot = await tile?.player.snapshot();
  if (!tile || !snapshot) {
    showToast("There is no picture to save.");
    return;
  }
  const link = document.createElement("a");
  link.download = snapshotName(tile.stream.name, snapshot.codec, new Date());
  link.href = URL.createObjectURL(new Blob([snapshot.data], { type: `image/${snapshot.codec}` }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  showToast(`Saved ${link.download}`);
}
