/** A peer of `bench/links.ts`: reads an MJPEG stream over HTTP. */
import { mjpeg } from "@framewire/capture";
import type { Received } from "../links/received.ts";
import { monotonic, readStamp } from "../links/stamp.ts";

const [url = ""] = process.argv.slice(2);
for await (const { data } of mjpeg(url, { stallTimeout: 20_000, backoff: { initial: 100, max: 500 } })()) {
  const picture: Received = { event: "picture", at: monotonic(), bytes: data.byteLength, ...readStamp(data) };
  process.stdout.write(`${JSON.stringify(picture)}\n`);
}
