import { afterEach, expect, it, vi } from "vitest";
import { writeEvent } from "./write-event.ts";

afterEach(() => void vi.restoreAllMocks());

it("writes a line with the time, and keeps the time of another app's event", () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(Date, "now").mockReturnValue(1_760_000_003_000);
  const listening = { event: "listening", host: "127.0.0.1", port: 4700 } as const;
  writeEvent(listening);
  writeEvent({ ...listening, time: 5 });
  expect(write.mock.calls.map(([line]) => line)).toEqual([
    '{"event":"listening","time":1760000003000,"host":"127.0.0.1","port":4700}\n',
    '{"event":"listening","time":5,"host":"127.0.0.1","port":4700}\n',
  ]);
});
