import type { EncodedFrame } from "@framewire/media";

/** Where a picture is: `"large"` fills the window, `"small"` lies in its lower right corner. */
export type WindowPlace = "large" | "small";

/** What the window shows besides pictures. */
export interface Scene {
  readonly title: string;
  /** In the middle of the window; a picture below them is darkened. */
  readonly lines: readonly string[];
  /** Pictures of earlier views of a place are gone. */
  readonly since: Readonly<Record<WindowPlace, number>>;
}

/** What the window's process is told. */
export type ToWindow =
  | { readonly kind: "scene"; readonly scene: Scene }
  /** `view` counts up with each change of what a place shows. */
  | { readonly kind: "picture"; readonly place: WindowPlace; readonly view: number; readonly frame: EncodedFrame };

/** The same with a number, by which its answer is known. */
export type Asked = ToWindow & { readonly id: number };

/** What the window's process says. */
export type FromWindow =
  | { readonly kind: "open" }
  /** It is drawn, or cannot be: then `problem` is the end of a sentence. */
  | { readonly kind: "answer"; readonly id: number; readonly problem: string | undefined }
  /** A person wants it closed. */
  | { readonly kind: "ended"; readonly by: "enter" | "close" }
  | { readonly kind: "failed"; readonly reason: string };
