/** The options that protect connections. */
import { type Command, Option } from "commander";

/** The protection options of a server or a client. */
export interface ProtectionOptions {
  readonly key?: string;
  readonly keyFile?: string;
  readonly insecure?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsCa?: string;
  /** Client only. */
  readonly tls?: boolean;
  /** Server only. */
  readonly newKey?: boolean;
}

/** The environment variable that replaces `--key`. */
export const keyVariable = "FRAMEWIRE_KEY";

/** Adds the protection options of a server or a client to a command. */
export function withProtectionOptions(command: Command, side: "server" | "client"): Command {
  // No parser validates the key here: Commander repeats the value that it rejects.
  command
    .option(
      "--key <key>",
      `pairing key, the same on both sides; prefer ${keyVariable}, which process lists do not show`,
    )
    .option("--key-file <file>", "file with the pairing key, readable by its owner only");
  if (side === "server") {
    command
      .option("--new-key", "create and store a new pairing key, so that the former one no longer works")
      .option("--tls-cert <file>", "certificate in place of a key, followed by its intermediates, as PEM")
      .option("--tls-key <file>", "private key of the certificate, as PEM")
      .option("--tls-ca <file>", "authority that client certificates must come from, as PEM");
  } else {
    command
      .option("--tls", "authenticate the server by its certificate in place of a key")
      .option("--tls-ca <file>", "authority of the server's certificate, as PEM (default: those that Node trusts)")
      .option("--tls-cert <file>", "certificate for a server that requires one, as PEM")
      .option("--tls-key <file>", "private key of the certificate, as PEM");
  }
  return command.addOption(
    new Option(
      "--insecure",
      "no protection: anybody on the network can see and change the video, and any client can connect",
    ),
  );
}
