/** Two connections to each other. */
import type { Connection } from "../src/connection/connection.ts";
import { type OpenConnectionOptions, openConnection } from "../src/connection/open.ts";
import { memoryTransports } from "../src/transports/memory.ts";
import type { Transport } from "../src/transports/transport.ts";

/** Two connections to each other. */
export async function connectedPair(
  [a, b]: readonly [Transport, Transport] = memoryTransports(),
  options: Partial<OpenConnectionOptions> = {},
): Promise<[Connection, Connection]> {
  return Promise.all([
    openConnection(a, { codecs: ["jpeg"], name: "left", ...options }),
    openConnection(b, { codecs: ["jpeg"], name: "right", ...options }),
  ]);
}
