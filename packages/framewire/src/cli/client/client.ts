/** The command `framewire client`. */
import { reconnecting } from "@framewire/client";
import { Command } from "commander";
import { protectClient } from "../credentials/security.ts";
import type { CommonOptions } from "../options/common-options.ts";
import { parseDuration } from "../options/parse.ts";
import { hostOf, parseAddressOperand } from "../options/parse-address.ts";
import { type ProtectionOptions, withProtectionOptions } from "../options/security-options.ts";
import { runApp } from "../run/run-app.ts";
import { runSession } from "../run/run-session.ts";

interface ClientOptions extends CommonOptions, ProtectionOptions {
  readonly retryFor: number;
}

/** Connects to a server, again after each loss, until the user hangs up or the server says bye. */
export async function runClient(argv: readonly string[]): Promise<void> {
  const command = new Command("client")
    .description("Connects to a server, sends it this machine's video and shows the server's.")
    .argument(
      "[address]",
      "address of the server: HOST, HOST:PORT or [IPV6]:PORT",
      parseAddressOperand,
      "localhost:4700",
    )
    .option("--retry-for <time>", "how long to retry while no server answers; 0 retries forever", parseDuration, 0);
  withProtectionOptions(command, "client");

  await runApp<ClientOptions>(
    command,
    { argv, viewPort: 4781 },
    async ({ options, operands, reporter, hangUp, simulcast, view, peerTotals }) => {
      const { name, codec: codecs, retryFor, maxLatency: maxLatencyMs, keepWatching } = options;
      const [address = ""] = operands;
      const { log } = reporter;
      const security = await protectClient(options, hostOf(address), log);
      view.setNotice(`Connecting to ${address}.`);
      log.info(`Connecting to ${address}; Enter hangs up.`);

      const retryForMs = retryFor === 0 ? Number.POSITIVE_INFINITY : retryFor;
      const { signal } = hangUp;
      const connections = reconnecting(address, {
        security,
        name,
        encoding: { codecs },
        retryForMs,
        maxLatencyMs,
        source: simulcast,
        log,
        signal,
      });
      for await (const connection of connections) {
        await runSession(connection, { view, reporter, peerTotals, keepWatching });
        view.setNotice(`Reconnecting to ${address}.`);
      }
    },
  );
}
