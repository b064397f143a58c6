import { createLatestSlot, type EncodedFrame, type Source } from "@framewire/media";
import { readJpegHeader } from "@framewire/media/jpeg";
import { expect, it } from "vitest";
import { profiled, redAndBlue, turned } from "../../testing/jpeg.ts";
import { recordLog, until } from "../../testing/listen.ts";
import { createPaneFeed } from "./feed.ts";
import type { WindowCommand } from "./message.ts";

/** A feed whose window is controlled by the test. */
function createFakeWindow() {
  const sent: WindowCommand[] = [];
  const answers: ((problem: string | undefined) => void)[] = [];
  const log = recordLog();
  const send = (message: WindowCommand): Promise<string | undefined> => {
    sent.push(message);
    return new Promise((resolve) => answers.push(resolve));
  };
  return {
    sent,
    log,
    feed: createPaneFeed("large", { send }, log),
    answer: (problem?: string) => answers.shift()?.(problem),
  };
}

function source() {
  const slot = createLatestSlot<EncodedFrame>();
  let next = 0;
  let open = 0;
  const frames: Source<EncodedFrame> = async function* ({ signal } = {}) {
    open++;
    try {
      for (;;) yield (await slot.take(signal ? { signal } : {})).value as EncodedFrame;
    } catch {
      // Aborted.
    } finally {
      open--;
    }
  };
  async function publish(): Promise<void> {
    const size = { width: 1, height: 1 };
    slot.put({
      sequence: next++,
      timestamp: 0,
      codec: "jpeg",
      type: "key",
      ...size,
      data: new Uint8Array(1),
      level: 2,
    });
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return { frames, publish, open: () => open };
}

it("sends one frame at a time, then the newest, and counts the dropped ones", async () => {
  const { feed, sent, answer, log } = createFakeWindow();
  const { frames, publish } = source();
  const shown: number[] = [];
  feed.show({ frames, onShown: ({ sequence }) => shown.push(sequence) });
  await publish();
  for (let i = 0; i < 5; i++) await publish();
  expect(sent).toMatchObject([{ pane: "large", view: 1, frame: { sequence: 0 } }]);
  expect(sent[0]).not.toHaveProperty("frame.level");
  answer();
  await until(() => sent.length === 2, "the next frame is sent");
  expect(sent[1]).toMatchObject({ frame: { sequence: 5 } });
  answer("it is damaged.");
  await until(() => feed.stats().failed === 1, "the answer has arrived");
  expect(shown).toEqual([0]);
  expect(feed.stats()).toEqual({ shown: 1, dropped: 4, failed: 1 });
  expect(log.lines).toEqual(["warn: The window cannot show frame 5: it is damaged."]);
  feed.show();
});

it("stops reading content that is replaced, and does not count it", async () => {
  const { feed, sent, answer } = createFakeWindow();
  const [first, second] = [source(), source()];
  const shown: string[] = [];
  feed.show({ frames: first.frames, onShown: () => shown.push("first") });
  await first.publish();
  feed.show({ frames: second.frames, onShown: () => shown.push("second") });
  await second.publish();
  expect([first.open(), second.open()]).toEqual([0, 1]);
  answer();
  answer();
  await until(() => shown.length > 0, "one is shown");
  expect(shown).toEqual(["second"]);
  expect(sent).toMatchObject([{ view: 1 }, { view: 2 }]);
  feed.show();
  await until(() => second.open() === 0, "it is closed");
  expect(feed.view).toBe(3);
});

it("sends a frame with a colour profile, which OpenCV ignores, upright and in sRGB", async () => {
  const { feed, sent } = createFakeWindow();
  const lying = turned(await redAndBlue(64, 32));
  feed.show({
    async *frames() {
      yield profiled(lying);
    },
  });
  await until(() => sent.length === 1, "the frame is sent");
  const [command] = sent;
  const frame = command?.kind === "frame" ? command.frame : undefined;
  expect(frame).toMatchObject({ sequence: 1, codec: "jpeg", width: 32, height: 64 });
  expect(readJpegHeader(frame?.data ?? new Uint8Array())).toMatchObject({
    width: 32,
    height: 64,
    orientation: 1,
    hasIccProfile: false,
  });
});
