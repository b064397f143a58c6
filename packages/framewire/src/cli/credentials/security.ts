import { readFile } from "node:fs/promises";
import type { Logger } from "@framewire/media";
import { type ClientSecurity, parsePairingKey, type ServerSecurity } from "@framewire/security";
import { isLoopback } from "@framewire/viewer";
import { keyVariable, type ProtectionOptions } from "../options/security-options.ts";
import { UsageError } from "../options/usage-error.ts";
import { type KeptKey, keptKey } from "./kept-key.ts";
import { isOpenToOthers } from "./private-file.ts";

/** How a server is protected. */
export interface ServerProtection {
  readonly security: ServerSecurity;
  /** The key that people have to be shown, since this machine made it. */
  readonly kept?: KeptKey;
}

const openWarning =
  "Nothing is protected: anybody on the way can see and change the pictures, and anybody may join. Leave --insecure out for a pairing key.";

/**
 * By what a server's connections are protected, as its options and the environment say; by the key that is kept on this
 * machine where they say nothing. The log is warned where it is little. Throws a {@link UsageError}.
 */
export async function protectServer(options: ProtectionOptions, log: Logger): Promise<ServerProtection> {
  const given = await readProtection(options, log);
  if (given.by === "key") return { security: { key: given.key } };
  if (given.by === "nothing") return { security: { insecure: true } };
  if (given.by === "tls") {
    const { cert, key, ca } = given;
    if (!cert || !key) throw new UsageError("A server's certificate takes both --tls-cert and --tls-key.");
    if (!ca) log.warn("Anybody may join: clients are asked for no certificate. --tls-ca says whose are let in.");
    return { security: { tls: { cert, key, ca } } };
  }
  const kept = await keptKey(log, { fresh: options.newKey ?? false });
  return { security: { key: kept.key }, kept };
}

/**
 * By what a client's connections to a host are protected, as its options and the environment say; by the key that is kept
 * on this machine where they say nothing and the server is on this machine too. Throws a {@link UsageError}.
 */
export async function protectClient(options: ProtectionOptions, host: string, log: Logger): Promise<ClientSecurity> {
  const given = await readProtection(options, log);
  if (given.by === "key") return { key: given.key };
  if (given.by === "nothing") return { insecure: true };
  if (given.by === "tls") {
    const { cert, key, ca } = given;
    if (!cert !== !key) throw new UsageError("A client's certificate takes both --tls-cert and --tls-key.");
    return { tls: { cert, key, ca } };
  }
  if (isLoopback(host)) return { key: (await keptKey(log)).key };
  throw new UsageError(
    `The server's pairing key is missing: give it by ${keyVariable}, --key or --key-file, as the server shows it. For a server that was started with --insecure, say --insecure here too.`,
  );
}

/** What was given, the command line before the environment. */
type Given =
  | { readonly by: "key"; readonly key: string }
  | {
      readonly by: "tls";
      readonly cert?: string | undefined;
      readonly key?: string | undefined;
      readonly ca?: string | undefined;
    }
  | { readonly by: "nothing" }
  | { readonly by: "default" };

async function readProtection(options: ProtectionOptions, log: Logger): Promise<Given> {
  const { key, keyFile, insecure, tls, tlsCert, tlsKey, tlsCa, newKey } = options;
  const variable = process.env[keyVariable];
  // Programs that this one starts have no business with it.
  delete process.env[keyVariable];
  const ways = {
    "--key": key !== undefined,
    "--key-file": keyFile !== undefined,
    "--new-key": newKey === true,
    "--insecure": insecure === true,
    "--tls…": tls === true || [tlsCert, tlsKey, tlsCa].some((file) => file !== undefined),
  };
  const chosen = Object.entries(ways).flatMap(([option, is]) => (is ? [option] : []));
  if (chosen.length > 1) {
    throw new UsageError(`${chosen.join(" and ")} do not go together: each is another way to protect connections.`);
  }
  if (insecure) log.warn(openWarning);
  if (insecure) return { by: "nothing" };
  if (key !== undefined) return { by: "key", key: checked(key, "--key") };
  if (keyFile !== undefined) return { by: "key", key: await readKeyFile(keyFile) };
  if (ways["--tls…"]) {
    const [cert, own, ca] = await Promise.all([
      readText(tlsCert, "--tls-cert"),
      readText(tlsKey, "--tls-key"),
      readText(tlsCa, "--tls-ca"),
    ]);
    return { by: "tls", cert, key: own, ca };
  }
  if (newKey || variable === undefined) return { by: "default" };
  return { by: "key", key: checked(variable, keyVariable) };
}

async function readKeyFile(file: string): Promise<string> {
  const text = (await readText(file, "--key-file")) ?? "";
  if (await isOpenToOthers(file)) {
    throw new UsageError(`Others on this machine can read the key in ${file}. Let only its owner: chmod 600 ${file}`);
  }
  return checked(text, `--key-file ${file}`);
}

async function readText(file: string | undefined, option: string): Promise<string | undefined> {
  try {
    return file === undefined ? undefined : await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`${option}: ${file} cannot be read: ${(error as Error).message}.`);
  }
}

function checked(key: string, from: string): string {
  try {
    return parsePairingKey(key);
  } catch (error) {
    throw new UsageError(`${from}: ${(error as Error).message}`);
  }
}
