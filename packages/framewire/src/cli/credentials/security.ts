/** How connections are protected, as the options and the environment say. */
import { readFile } from "node:fs/promises";
import type { Logger } from "@framewire/media";
import { type ClientSecurity, parsePairingKey, type ServerSecurity } from "@framewire/security";
import { isLoopback } from "@framewire/viewer";
import { keyVariable, type ProtectionOptions } from "../options/security-options.ts";
import { UsageError } from "../options/usage-error.ts";
import { isReadableByOthers } from "./private-file.ts";
import { loadOrCreateKey, type StoredKey } from "./stored-key.ts";

/**
 * Returns a server's security. Without options it is the key that is stored on this machine. Logs a warning where there
 * is little protection. Throws a {@link UsageError}.
 */
export async function protectServer(options: ProtectionOptions, log: Logger): Promise<ServerProtection> {
  const chosen = await readProtection(options, log);
  if (chosen.by === "key") return { security: { key: chosen.key } };
  if (chosen.by === "nothing") return { security: { insecure: true } };
  if (chosen.by === "tls") {
    const { cert, key, ca } = chosen;
    if (!cert || !key) throw new UsageError("A server's certificate needs both --tls-cert and --tls-key.");
    if (!ca)
      log.warn("Any client can connect, because no certificate is required from clients. Require one by --tls-ca.");
    return { security: { tls: { cert, key, ca } } };
  }
  const storedKey = await loadOrCreateKey(log, { fresh: options.newKey ?? false });
  return { security: { key: storedKey.key }, storedKey };
}

/** How a server is protected. */
export interface ServerProtection {
  readonly security: ServerSecurity;
  /** The key that this machine created, which people have to be shown. */
  readonly storedKey?: StoredKey;
}

/**
 * Returns a client's security for connections to `host`. Without options it is the key that is stored on this machine, if
 * the server is on this machine, too. Throws a {@link UsageError}.
 */
export async function protectClient(options: ProtectionOptions, host: string, log: Logger): Promise<ClientSecurity> {
  const chosen = await readProtection(options, log);
  if (chosen.by === "key") return { key: chosen.key };
  if (chosen.by === "nothing") return { insecure: true };
  if (chosen.by === "tls") {
    const { cert, key, ca } = chosen;
    if (!cert !== !key) throw new UsageError("A client's certificate needs both --tls-cert and --tls-key.");
    return { tls: { cert, key, ca } };
  }
  if (isLoopback(host)) return { key: (await loadOrCreateKey(log)).key };
  throw new UsageError(
    `The server's pairing key is missing: pass the key that the server shows by ${keyVariable}, --key or --key-file. If the server was started with --insecure, add --insecure here, too.`,
  );
}

const insecureWarning =
  "Nothing is protected: anybody on the network can see and change the video, and any client can connect. Leave out --insecure to use a pairing key.";

/** The protection that the options or the environment name. Options take precedence. */
type ChosenProtection =
  | { readonly by: "key"; readonly key: string }
  | {
      readonly by: "tls";
      readonly cert?: string | undefined;
      readonly key?: string | undefined;
      readonly ca?: string | undefined;
    }
  | { readonly by: "nothing" }
  | { readonly by: "default" };

async function readProtection(options: ProtectionOptions, log: Logger): Promise<ChosenProtection> {
  const { key, keyFile, insecure, tls, tlsCert, tlsKey, tlsCa, newKey } = options;
  const variable = process.env[keyVariable];
  // Child processes must not inherit the key.
  delete process.env[keyVariable];
  const kinds = {
    "--key": key !== undefined,
    "--key-file": keyFile !== undefined,
    "--new-key": newKey === true,
    "--insecure": insecure === true,
    "--tls…": tls === true || [tlsCert, tlsKey, tlsCa].some((file) => file !== undefined),
  };
  const given = Object.entries(kinds).flatMap(([option, isGiven]) => (isGiven ? [option] : []));
  if (given.length > 1) {
    throw new UsageError(`${given.join(" and ")} cannot be combined: each is another way to protect connections.`);
  }
  if (insecure) {
    log.warn(insecureWarning);
    return { by: "nothing" };
  }
  if (key !== undefined) return { by: "key", key: parseKey(key, "--key") };
  if (keyFile !== undefined) return { by: "key", key: await readKeyFile(keyFile) };
  if (kinds["--tls…"]) {
    const [cert, own, ca] = await Promise.all([
      readText(tlsCert, "--tls-cert"),
      readText(tlsKey, "--tls-key"),
      readText(tlsCa, "--tls-ca"),
    ]);
    return { by: "tls", cert, key: own, ca };
  }
  if (newKey || variable === undefined) return { by: "default" };
  return { by: "key", key: parseKey(variable, keyVariable) };
}

async function readKeyFile(file: string): Promise<string> {
  const text = (await readText(file, "--key-file")) ?? "";
  if (await isReadableByOthers(file)) {
    throw new UsageError(`Other users of this machine can read the key in ${file}. Make it private: chmod 600 ${file}`);
  }
  return parseKey(text, `--key-file ${file}`);
}

async function readText(file: string | undefined, option: string): Promise<string | undefined> {
  try {
    return file === undefined ? undefined : await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`${option}: ${file} cannot be read: ${(error as Error).message}.`);
  }
}

function parseKey(key: string, from: string): string {
  try {
    return parsePairingKey(key);
  } catch (error) {
    throw new UsageError(`${from}: ${(error as Error).message}`);
  }
}
