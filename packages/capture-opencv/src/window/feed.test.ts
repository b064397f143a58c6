import { createLatestSlot, type EncodedFrame, type Source } from "@framewire/media";
import { expect, it } from "vitest";
import { listen, until } from "../../testing/listen.ts";
import { createFeed } from "./feed.ts";
import type { ToWindow } from "./message.ts";

/** Frames that are given by hand, and what a window would have been told, with its answers by hand as well. */
function stage() {
  const told: ToWindow[] = [];
  const answers: ((problem: string | undefined) => void)[] = [];
  const log = listen();
  const tell = (message: ToWindow): Promise<string | undefined> => {
    told.push(message);
    return new Promise((resolve) => answers.push(resolve));
  };
  return {
    told,
    log,
    feed: createFeed("large", { tell }, log),
    answer: (problem?: string) => answers.shift()?.(problem),
  };
}

function source() {
  const mailbox = createLatestSlot<EncodedFrame>();
  let next = 0;
  let open = 0;
  const frames: Source<EncodedFrame> = async function* ({ signal } = {}) {
    open++;
    try {
      for (;;) yield (await mailbox.take(signal ? { signal } : {})).value as EncodedFrame;
    } catch {
      // Aborted.
    } finally {
      open--;
    }
  };
  async function give(): Promise<void> {
    const size = { width: 1, height: 1 };
    mailbox.put({
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
  return { frames, give, open: () => open };
}

it("one picture at a time is on its way to the window, and then the newest; the others are counted", async () => {
  const { feed, told, answer, log } = stage();
  const { frames, give } = source();
  const shown: number[] = [];
  feed.show({ frames, onShown: ({ sequence }) => shown.push(sequence) });
  await give();
  for (let i = 0; i < 5; i++) await give();
  expect(told).toMatchObject([{ place: "large", view: 1, frame: { sequence: 0 } }]);
  expect(told[0]).not.toHaveProperty("frame.level");
  answer();
  await until(() => told.length === 2, "the next one is told");
  expect(told[1]).toMatchObject({ frame: { sequence: 5 } });
  answer("it is damaged.");
  await until(() => feed.stats().failed === 1, "the answer is there");
  expect(shown).toEqual([0]);
  expect(feed.stats()).toEqual({ shown: 1, dropped: 4, failed: 1 });
  expect(log.lines).toEqual(["warn: The window cannot show picture 5: it is damaged."]);
  feed.show();
});

it("what is shown no more is left, and counted no more", async () => {
  const { feed, told, answer } = stage();
  const [first, second] = [source(), source()];
  const shown: string[] = [];
  feed.show({ frames: first.frames, onShown: () => shown.push("first") });
  await first.give();
  feed.show({ frames: second.frames, onShown: () => shown.push("second") });
  await second.give();
  expect([first.open(), second.open()]).toEqual([0, 1]);
  answer();
  answer();
  await until(() => shown.length > 0, "one is shown");
  expect(shown).toEqual(["second"]);
  expect(told).toMatchObject([{ view: 1 }, { view: 2 }]);
  feed.show();
  await until(() => second.open() === 0, "it is left");
  expect(feed.view).toBe(3);
});
