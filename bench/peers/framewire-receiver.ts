/**
 * The receiver of `bench/links.ts` that is built on `@framewire/client`: writes one JSON object a line for each
 * picture that it is given, and for each connection that opens and ends.
 */
import { reconnecting } from "@framewire/client";
import type { Received } from "../links/received.ts";
import { monotonic, readStamp } from "../links/stamp.ts";
import { unprotected } from "../unprotected.ts";

function tell(news: Received): void {
  process.stdout.write(`${JSON.stringify(news)}\n`);
}

const [address = ""] = process.argv.slice(2);
for await (const connection of reconnecting(address, { ...unprotected, name: "bench" })) {
  tell({ event: "opened", at: monotonic() });
  for await (const { timestamp, data, level = 0, width, height, times } of connection.frames) {
    const at = monotonic();
    const size = { bytes: data.byteLength, width, height };
    tell({ event: "picture", at, ...readStamp(data), timestamp, level, ...size, ...(times && { times }) });
  }
  const { by, code } = await connection.closed;
  tell({ event: "closed", at: monotonic(), by, code });
}
