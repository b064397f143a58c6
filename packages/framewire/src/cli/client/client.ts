/** The command `framewire client`. */
import { isRestart, reconnecting } from "@framewire/client";
import { onAbort } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
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
  readonly wait: boolean;
}

/** Connects to a server, again after each loss and each restart of it, until one of the two sides hangs up. */
export async function runClient(argv: readonly string[]): Promise<void> {
  const command = new Command("client")
    .description("Connects to a server, sends it this machine's video and shows the server's.")
    .argument(
      "[address]",
      "address of the server: HOST, HOST:PORT or [IPV6]:PORT",
      parseAddressOperand,
      "localhost:4700",
    )
    .option("--retry-for <time>", "how long to retry while no server answers; 0 retries forever", parseDuration, 0)
    .option("--no-wait", "end when the server shuts down, instead of waiting for it to come back");
  withProtectionOptions(command, "client");

  await runApp<ClientOptions>(
    command,
    { argv, viewPort: 4781, severalPeers: false },
    async ({ options, operands, reporter, hangUp, simulcast, view, peerTotals, peers }) => {
      const { name, codec: codecs, retryFor, maxLatency: maxLatencyMs, keepWatching, wait } = options;
      const [address = ""] = operands;
      const { log } = reporter;
      const security = await protectClient(options, hostOf(address), log);
      let text = `Connecting to ${address}.`;
      view.setNotice({ text });
      log.info(`Connecting to ${address}; Enter hangs up.`);
      view.showLink();

      const retryForMs = retryFor === 0 ? Number.POSITIVE_INFINITY : retryFor;
      const { signal } = hangUp;
      let current: Connection | undefined;
      // Before `reconnecting` handles the signal: it closes the connection with `left`.
      onAbort(signal, () => void current?.close({ code: hangUp.code }));
      const connections = reconnecting(address, {
        security,
        name,
        encoding: { codecs },
        retryForMs,
        maxLatencyMs,
        source: simulcast,
        onAttemptFailed: ({ message }) => view.setNotice({ text, detail: `${message} Still trying.` }),
        log,
        signal,
        waitForRestart: wait,
      });
      for await (const connection of connections) {
        current = connection;
        const info = await runSession(connection, { view, reporter, peerTotals, peers, keepWatching });
        const isWaiting = wait && isRestart(info) && !signal.aborted;
        if (isWaiting) log.info(`Waiting for ${connection.remote.name} to come back; Enter hangs up.`);
        text = isWaiting ? `Waiting for ${address} to come back.` : `Reconnecting to ${address}.`;
        view.setNotice({ text });
      }
    },
  );
}
