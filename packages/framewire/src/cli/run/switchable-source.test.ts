import { type EncodedFrame, now, type Source, silent } from "@framewire/media";
import { expect, it } from "vitest";
import { switchableSource } from "./switchable-source.ts";

/** A source with a frame every two milliseconds, which counts how often it is open. */
function camera(name: string, first = 0): { readonly frames: Source<EncodedFrame>; open: number; opened: number } {
  const state = {
    open: 0,
    opened: 0,
    async *frames({ signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<EncodedFrame> {
      state.open++;
      state.opened++;
      try {
        for (let sequence = first; !signal?.aborted; sequence++) {
          const data = new TextEncoder().encode(name);
          yield { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 1, height: 1, data };
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
      } finally {
        state.open--;
      }
    },
  };
  return state;
}

const nameOf = (frame: EncodedFrame): string => new TextDecoder().decode(frame.data);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Reads a source and keeps its frames. */
function read(source: Source<unknown>): { readonly seen: EncodedFrame[]; readonly done: Promise<void>; stop(): void } {
  const seen: EncodedFrame[] = [];
  const leaving = new AbortController();
  const done = (async () => {
    for await (const frame of source({ signal: leaving.signal })) seen.push(frame as EncodedFrame);
  })();
  return { seen, done, stop: () => leaving.abort() };
}

it("shows the latest shared camera, and the usual source before and after", async () => {
  const usual = camera("usual");
  const phone = camera("phone", 500);
  const tablet = camera("tablet", 9);
  const { source, showCamera } = switchableSource(
    Object.assign(usual.frames, { describe: () => ({ device: "usual" }) }),
  );
  const { seen, stop, done } = read(source);
  const shows = (name: string): Promise<void> => until(() => seen.length > 0 && nameOf(seen.at(-1) as never) === name);
  await shows("usual");

  const first = new AbortController();
  showCamera({ name: "Phone", frames: phone.frames, signal: first.signal });
  await shows("phone");
  expect([usual.open, phone.open]).toEqual([0, 1]);
  const description = { device: "the camera of Phone", width: 1, height: 1, format: "JPEG", passthrough: true };
  expect(source.describe?.()).toEqual(description);
  const second = new AbortController();
  showCamera({ name: "Tablet", frames: tablet.frames, signal: second.signal });
  await shows("tablet");
  expect([usual.open, phone.open, tablet.open]).toEqual([0, 0, 1]);
  // The end of a camera that has been replaced changes nothing.
  first.abort();
  const count = seen.length;
  await until(() => seen.length > count + 3);
  expect(nameOf(seen.at(-1) as never)).toBe("tablet");

  second.abort();
  await shows("usual");
  expect([usual.open, phone.open, tablet.open]).toEqual([1, 0, 0]);
  expect(source.describe?.()).toEqual({ device: "usual" });
  stop();
  await done;
  expect([usual.open, usual.opened]).toEqual([0, 2]);
  // Sequence numbers ascend as if all frames came from one camera.
  seen.forEach((frame, index) => void expect(frame.sequence).toBe(index));
});

it("opens a shared camera only while it is read, and passes its frames through", async () => {
  const usual = camera("usual");
  const phone = camera("phone", 7);
  const { source, showCamera } = switchableSource(usual.frames);
  showCamera({ name: "Phone", frames: phone.frames, signal: new AbortController().signal });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(phone.opened).toBe(0);
  const { seen, stop, done } = read(source);
  await until(() => seen.length > 2);
  expect(seen[0]?.sequence).toBe(7);
  stop();
  await done;
  expect([phone.open, usual.opened]).toEqual([0, 0]);
});

it("returns to the usual source when a camera's frames end, and ends or fails with the usual source", async () => {
  const two: Source<EncodedFrame> = async function* () {
    for (const sequence of [1, 2]) {
      const data = new TextEncoder().encode("usual");
      yield { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 1, height: 1, data };
    }
  };
  const none: Source<EncodedFrame> = async function* () {};
  const { source, showCamera } = switchableSource(two);
  showCamera({ name: "None", frames: none, signal: new AbortController().signal });
  const { seen, done } = read(source);
  await done;
  expect(seen.map(nameOf)).toEqual(["usual", "usual"]);

  const lines: string[] = [];
  const failing = switchableSource(two, { ...silent, error: (line) => lines.push(line) });
  const fails: Source<EncodedFrame> = async function* () {
    yield* none();
    throw new Error("It is broken.");
  };
  failing.showCamera({ name: "Phone", frames: fails, signal: new AbortController().signal });
  const after = read(failing.source);
  await after.done;
  expect(after.seen.map(nameOf)).toEqual(["usual", "usual"]);
  expect(lines).toEqual(["The camera of Phone has failed: It is broken."]);

  const broken = switchableSource(async function* () {
    yield* none();
    throw new Error("The camera has failed.");
  });
  await expect(read(broken.source).done).rejects.toThrow("The camera has failed.");
});
