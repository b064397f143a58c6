import { onAbort } from "@framewire/media";
import { listen } from "@framewire/server";
import { Command } from "commander";
import { protectServer } from "../credentials/security.ts";
import type { CommonOptions } from "../options/common-options.ts";
import { parseWhole } from "../options/parse.ts";
import { type ProtectionOptions, withProtectionOptions } from "../options/security-options.ts";
import { runApp } from "../run/run-app.ts";
import { runSession } from "../run/run-session.ts";
import { commandFor } from "./client-command.ts";
import { invite, noticeFor } from "./invite.ts";

interface ServerOptions extends CommonOptions, ProtectionOptions {
  readonly port: number;
  readonly host: string;
  readonly maxClients: number;
  readonly maxClientsPerAddress?: number;
  readonly maxHalfOpen?: number;
  readonly maxArrivals?: number;
  readonly maxPacket: number;
  readonly once?: boolean;
}

/** Runs the server's command line. */
export async function runServer(argv: readonly string[]): Promise<void> {
  const command = new Command("server")
    .description("Waits for clients, shows them this machine's pictures and shows theirs.")
    .option("--port <port>", "port to listen on", parseWhole(0, 65_535), 4700)
    .option("--host <address>", "address to listen on", "0.0.0.0")
    .option("--max-clients <count>", "clients at a time", parseWhole(1, 10_000), 16)
    .option(
      "--max-clients-per-address <count>",
      "of these, from one address; not of loopback (default: half of them, 8 at the least)",
      parseWhole(1, 10_000),
    )
    .option("--max-half-open <count>", "connections that have not said hello", parseWhole(1, 10_000), 64)
    .option(
      "--max-arrivals <count>",
      "new connections a second from one address; eight times as many at once (default: as --max-clients-per-address)",
      parseWhole(1, 100_000),
    )
    .option("--max-packet <MiB>", "the largest picture that a client may send", parseWhole(1, 1024), 16)
    .option("--once", "end when the first client has left");
  withProtectionOptions(command, "server");

  await runApp<ServerOptions>(
    command,
    { argv, viewPort: 4780 },
    async ({ options, reporter, hangUp, pictures, page, ledger }) => {
      const { name, port, host, maxClients, codec: codecs, once, maxLatency: maxLatencyMs, keepWatching } = options;
      const { log } = reporter;
      const { maxClientsPerAddress, maxHalfOpen, maxArrivals: maxArrivalsPerSecond } = options;
      const protection = await protectServer(options, log);
      const server = await listen({
        port,
        host,
        limits: {
          maxClients,
          maxClientsPerAddress,
          maxHalfOpen,
          maxConnectionsPerSecond: maxArrivalsPerSecond,
          maxPacketBytes: options.maxPacket * 2 ** 20,
        },
        encoding: { codecs },
        name,
        maxLatencyMs,
        source: pictures,
        log,
        security: protection.security,
      });
      const { address } = server;
      onAbort(hangUp.signal, () => void server.close());
      reporter.emit({ event: "listening", host: address.address, port: address.port });
      log.info(`Listening on ${address.address} port ${address.port}; Enter hangs up.`);
      page.setNotice(noticeFor(address.port, protection), commandFor(address, protection));
      invite(address, protection, reporter);

      const sessions = new Set<Promise<unknown>>();
      try {
        for await (const connection of server) {
          const session = runSession(connection, { page, reporter, ledger, keepWatching }).then((info) => {
            sessions.delete(session);
            // A client that is lost may come back; one that has left does not.
            if (once && info.by !== "lost" && info.code !== "replaced") void server.close();
          });
          sessions.add(session);
        }
      } finally {
        await Promise.all(sessions);
      }
    },
  );
}
