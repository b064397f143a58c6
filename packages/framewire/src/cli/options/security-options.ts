import { type Command, Option } from "commander";

/** How both command lines are told by what connections are protected. */
export interface ProtectionOptions {
  readonly key?: string;
  readonly keyFile?: string;
  readonly insecure?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsCa?: string;
  /** A client's. */
  readonly tls?: boolean;
  /** A server's. */
  readonly newKey?: boolean;
}

/** The environment's word for `--key`. */
export const keyVariable = "FRAMEWIRE_KEY";

/** Gives a command the options by which a server or a client is told how connections are protected. */
export function withProtectionOptions(command: Command, side: "server" | "client"): Command {
  const server = side === "server";
  // The key is not checked where Commander would: it repeats what it refuses.
  command
    .option(
      "--key <key>",
      `pairing key, the same on both sides; better in ${keyVariable}, which no list of processes shows`,
    )
    .option("--key-file <file>", "file with the pairing key, which only its owner may read");
  if (server) {
    command
      .option("--new-key", "make and keep another pairing key, so that nobody who has the former one is let in")
      .option("--tls-cert <file>", "certificate in place of a key, with those that lead to its authority, as PEM")
      .option("--tls-key <file>", "the certificate's private key, as PEM")
      .option("--tls-ca <file>", "authority whose certificates clients have to show, as PEM");
  } else {
    command
      .option("--tls", "trust the server by its certificate in place of a key")
      .option("--tls-ca <file>", "authority of the server's certificate, as PEM, in place of those that Node trusts")
      .option("--tls-cert <file>", "certificate to show to a server that asks for one, as PEM")
      .option("--tls-key <file>", "the certificate's private key, as PEM");
  }
  return command.addOption(
    new Option("--insecure", "no protection: anybody on the way sees and changes the pictures, and may join"),
  );
}
