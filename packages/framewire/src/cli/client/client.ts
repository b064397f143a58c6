import { formatAddress, parseAddress, reconnecting } from "@framewire/client";
import { Command, InvalidArgumentError } from "commander";
import { protectClient } from "../credentials/security.ts";
import type { CommonOptions } from "../options/common-options.ts";
import { parseDuration } from "../options/parse.ts";
import { type ProtectionOptions, withProtectionOptions } from "../options/security-options.ts";
import { runApp } from "../run/run-app.ts";
import { runSession } from "../run/run-session.ts";

interface ClientOptions extends CommonOptions, ProtectionOptions {
  readonly retryFor: number;
}

/** Runs the client's command line. */
export async function runClient(argv: readonly string[]): Promise<void> {
  const command = new Command("client")
    .description("Calls a server, shows it this machine's pictures and shows the server's.")
    .argument("[address]", "where the server is: HOST, HOST:PORT or [IPV6]:PORT", readAddress, "localhost:4700")
    .option("--retry-for <time>", "how long to try while there is no server; 0 is for ever", parseDuration, 0);
  withProtectionOptions(command, "client");

  await runApp<ClientOptions>(
    command,
    { argv, viewPort: 4781 },
    async ({ options, operands, reporter, hangUp, pictures, page, ledger }) => {
      const { name, codec: codecs, retryFor, maxLatency: maxLatencyMs, keepWatching } = options;
      const [address = ""] = operands;
      const { log } = reporter;
      const security = await protectClient(options, parseAddress(address).host, log);
      page.setNotice(`Calling ${address}.`);
      log.info(`Calling ${address}; Enter hangs up.`);

      const retryForMs = retryFor === 0 ? Number.POSITIVE_INFINITY : retryFor;
      const { signal } = hangUp;
      const calls = reconnecting(address, {
        security,
        name,
        encoding: { codecs },
        retryForMs,
        maxLatencyMs,
        source: pictures,
        log,
        signal,
      });
      for await (const connection of calls) {
        await runSession(connection, { page, reporter, ledger, keepWatching });
        page.setNotice(`Calling ${address} again.`);
      }
    },
  );
}

function readAddress(text: string): string {
  try {
    return formatAddress(parseAddress(text));
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
