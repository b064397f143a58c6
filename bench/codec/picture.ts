import type { VideoFrame } from "@framewire/media";
import { footage } from "./footage.ts";
import { scene } from "./scene.ts";

/** Of all pictures that are encoded. */
export const quality = 80;

/** A street where there is one, and otherwise a picture with as much in it. */
export function pictureOf(width: number, height: number): VideoFrame {
  const pictures = footage(width, height, 1);
  if (typeof pictures !== "string" && pictures[0]) return pictures[0];
  return scene(width, height);
}

/** As it stands in a table. */
export function sizeOf({ width, height }: VideoFrame): string {
  return `${width}x${height}`;
}
