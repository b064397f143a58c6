/** The messages between this process and the process of the window. */
import type { EncodedFrame } from "@framewire/media";

/** A part of the window: `"large"` fills it, `"small"` is at its lower right. */
export type WindowPane = "large" | "small";

/** What the window shows in addition to frames. */
export interface Scene {
  readonly title: string;
  /** Text in the middle of the window; the frame below is darkened. */
  readonly lines: readonly string[];
  /** Frames with an older `view` are removed from the pane. */
  readonly minView: Readonly<Record<WindowPane, number>>;
}

/** A command to the window's process. */
export type WindowCommand =
  | { readonly kind: "scene"; readonly scene: Scene }
  /** `view` increases with each change of the content of a pane. */
  | { readonly kind: "frame"; readonly pane: WindowPane; readonly view: number; readonly frame: EncodedFrame };

/** A command with an id, which the answer repeats. */
export type WindowRequest = WindowCommand & { readonly id: number };

/** A message of the window's process. */
export type WindowEvent =
  | { readonly kind: "open" }
  /** The command is drawn, or cannot be: then `problem` is the end of a sentence. */
  | { readonly kind: "answer"; readonly id: number; readonly problem: string | undefined }
  /** A person has pressed Enter in the window or closed it. */
  | { readonly kind: "ended"; readonly by: "enter" | "close" }
  | { readonly kind: "failed"; readonly reason: string };
