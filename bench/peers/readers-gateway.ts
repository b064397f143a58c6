/** The gateway of `bench/readers.ts`, in a process of its own: it shows one camera, to whoever asks for its pictures. */
import { jpeg, webp } from "@framewire/codec";
import { createViewer } from "@framewire/viewer";
import { encodedPattern } from "../encoded-pattern.ts";

/** What the parent asks for. */
export interface Task {
  readonly codec: "jpeg" | "webp";
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

/** What the gateway says when it listens. */
export interface Listening {
  /** Address of the stream, without `.mjpg` or `.jpg`. */
  readonly url: string;
  /** The numbers in the blocks of the pictures, in the order in which these come, again and again. */
  readonly numbers: readonly number[];
}

process.once("message", async ({ codec, ...picture }: Task) => {
  const { source, numbers } = await encodedPattern({ ...picture, codec: codec === "jpeg" ? jpeg : webp });
  const viewer = await createViewer();
  viewer.add({ id: "camera", name: "Camera", role: "remote", frames: source });
  const listening: Listening = { url: `${viewer.url}streams/camera`, numbers };
  process.send?.({ listening });
  process.once("disconnect", () => process.exit());
});
