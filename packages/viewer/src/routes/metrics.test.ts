import { until } from "test-support/until";
import { afterEach, expect, it } from "vitest";
import { createFeed } from "../../testing/feed.ts";
import { dial, join } from "../../testing/page.ts";
import { createViewer, type Viewer } from "../viewer.ts";

let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

/** The samples by their names and labels. */
async function scrape(url: string): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${url}metrics`);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = (await answer.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
}

it("has the figures of the streams and pages by Prometheus' conventions", async () => {
  viewer = await createViewer({ onCamera() {} });
  const { url } = viewer;
  const ada = viewer.add({ id: "ada", name: 'Ada "the first"', role: "remote", frames: createFeed().frames });
  viewer.add({ id: "local", name: "Here", role: "local", frames: createFeed().frames, state: "waiting" });
  ada.update({
    stats: {
      fps: 29.5,
      received: 900,
      receivedBytes: 45_000_000,
      dropped: 3,
      rttMs: 40,
      level: 2,
      ageMs: { p50: 31, p95: 66 },
    },
  });
  const page = await dial(url, "/events");
  const connection = await join(url, "/streams/ada");
  const reading = connection.frames[Symbol.asyncIterator]();
  void reading.next();
  await until(() => viewer?.state().streams[0]?.readers.count === 1);

  const samples = await scrape(url);
  const of = (name: string): unknown => samples.get(`${name}{stream="ada",role="remote"}`);
  expect(of("framewire_stream_frames_received_total")).toBe(900);
  expect(of("framewire_stream_received_bytes_total")).toBe(45_000_000);
  expect(of("framewire_stream_frames_dropped_total")).toBe(3);
  expect(of("framewire_stream_reader_frames_dropped_total")).toBe(0);
  expect(of("framewire_stream_live")).toBe(1);
  expect(of("framewire_stream_readers")).toBe(1);
  expect(of("framewire_stream_frames_per_second")).toBe(29.5);
  expect(of("framewire_stream_round_trip_seconds")).toBe(0.04);
  expect(of("framewire_stream_level")).toBe(2);
  const age = 'framewire_stream_age_seconds{stream="ada",role="remote",quantile=';
  expect([samples.get(`${age}"0.5"}`), samples.get(`${age}"0.95"}`)]).toEqual([0.031, 0.066]);
  expect(samples.get('framewire_stream_live{stream="local",role="local"}')).toBe(0);
  expect(samples.has('framewire_stream_level{stream="local",role="local"}')).toBe(false);
  expect(samples.get("framewire_viewer_pages")).toBe(1);
  expect(samples.get("framewire_viewer_page_connections")).toBe(1);
  expect(samples.get("framewire_viewer_streams")).toBe(2);
  expect(samples.get("framewire_viewer_camera_shared")).toBe(0);
  expect(samples.get("process_cpu_seconds_total")).toBeGreaterThan(0);
  expect(samples.get("process_resident_memory_bytes")).toBeGreaterThan(1e6);
  for (const name of samples.keys()) expect(name).toMatch(/^(framewire|process)_/);

  // A removed stream leaves nothing, and two viewers share nothing.
  ada.remove();
  expect([...(await scrape(url)).keys()].filter((name) => name.includes("ada"))).toEqual([]);
  await using other = await createViewer();
  expect((await scrape(other.url)).get("framewire_viewer_streams")).toBe(0);
  page.terminate();
});
