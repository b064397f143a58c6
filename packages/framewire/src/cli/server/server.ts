/** The command `framewire server`. */
import { onAbort } from "@framewire/media";
import { listen } from "@framewire/server";
import { Command } from "commander";
import { protectServer } from "../credentials/security.ts";
import type { CommonOptions } from "../options/common-options.ts";
import { nameListenOption } from "../options/name-listen-option.ts";
import { parseWhole } from "../options/parse.ts";
import { type ProtectionOptions, withProtectionOptions } from "../options/security-options.ts";
import { runApp } from "../run/run-app.ts";
import { runSession } from "../run/run-session.ts";
import { logInvitation, noticeFor } from "./invitation.ts";

interface ServerOptions extends CommonOptions, ProtectionOptions {
  readonly port: number;
  readonly host: string;
  readonly maxClients: number;
  readonly maxClientsPerAddress?: number;
  readonly maxHalfOpen?: number;
  readonly maxConnectionRate?: number;
  readonly maxPacket: number;
  readonly once?: boolean;
}

/** Serves clients until the user hangs up, or with `--once` until the first client has left. */
export async function runServer(argv: readonly string[]): Promise<void> {
  const command = new Command("server")
    .description("Waits for clients, sends them this machine's video and shows theirs.")
    .option("--port <port>", "port to listen on", parseWhole(0, 65_535), 4700)
    .option("--host <address>", "address to listen on", "0.0.0.0")
    .option("--max-clients <count>", "most clients at the same time", parseWhole(1, 10_000), 16)
    .option(
      "--max-clients-per-address <count>",
      "most clients from one address; loopback is exempt (default: half of --max-clients, at least 8)",
      parseWhole(1, 10_000),
    )
    .option(
      "--max-half-open <count>",
      "most connections that have not completed their hello",
      parseWhole(1, 10_000),
      64,
    )
    .option(
      "--max-connection-rate <count>",
      "most new connections a second from one address, with bursts of eight times as many (default: --max-clients-per-address)",
      parseWhole(1, 100_000),
    )
    .option("--max-packet <MiB>", "largest frame that a client may send", parseWhole(1, 1024), 16)
    .option("--once", "exit when the first client has left");
  withProtectionOptions(command, "server");

  await runApp<ServerOptions>(
    command,
    { argv, viewPort: 4780, severalPeers: true },
    async ({ options, reporter, hangUp, simulcast, view, peerTotals, peers }) => {
      const { name, port, host, codec: codecs, once, maxLatency: maxLatencyMs, keepWatching } = options;
      const { maxClients, maxClientsPerAddress, maxHalfOpen, maxConnectionRate, maxPacket } = options;
      const { log } = reporter;
      const protection = await protectServer(options, log);
      const server = await listen({
        port,
        host,
        limits: {
          maxClients,
          maxClientsPerAddress,
          maxHalfOpen,
          maxConnectionsPerSecond: maxConnectionRate,
          maxPacketBytes: maxPacket * 2 ** 20,
        },
        encoding: { codecs },
        name,
        maxLatencyMs,
        source: simulcast,
        log,
        onRefused: ({ remoteAddress: address, code, message }) =>
          reporter.emit({ event: "refused", address, code, message }),
        security: protection.security,
      }).catch((error: unknown) => {
        throw nameListenOption(error, { host, port, options: { port: "--port", host: "--host" } });
      });
      const { address } = server;
      onAbort(hangUp.signal, () => void server.close({ code: hangUp.code }));
      reporter.emit({ event: "listening", host: address.address, port: address.port });
      view.setNotice(noticeFor(address, protection));
      logInvitation(address, protection, reporter);
      view.showLink();

      const sessions = new Set<Promise<unknown>>();
      try {
        for await (const connection of server) {
          const session = runSession(connection, { view, reporter, peerTotals, peers, keepWatching }).then((info) => {
            sessions.delete(session);
            // A client that is lost may reconnect; one that has left does not.
            if (once && info.by !== "lost" && info.code !== "replaced") void server.close({ code: "left" });
          });
          sessions.add(session);
        }
      } finally {
        await Promise.all(sessions);
      }
    },
  );
}
