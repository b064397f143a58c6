/** The commands that connect a client to this server. */
import type { AddressInfo } from "node:net";
import type { ServerProtection } from "../credentials/security.ts";
import { type LanHost, lanHosts } from "../views/lan-address.ts";

/** The command for one of this machine's addresses. It works in the shells of Linux, macOS and Windows, with Node alone. */
export interface ClientCommand {
  /** The address and where it is reached, for people, such as `192.168.1.20 (eth0)`. */
  readonly label: string;
  /** The command with the pairing key, if the server has one that every shell leaves as it is. */
  readonly command: string;
  /** The command with dots in place of the key. */
  readonly masked: string;
  /** The command without the key, for a client that has it. */
  readonly withoutKey: string;
}

/** Returns a command for each address by which other machines may reach the server, the most likely one first. */
export function clientCommands(
  { address, port }: Pick<AddressInfo, "address" | "port">,
  { security }: Pick<ServerProtection, "security">,
): readonly [ClientCommand, ...ClientCommand[]] {
  const option = security.insecure ? " --insecure" : security.tls ? " --tls" : "";
  const commandFor = ({ host, interface: name }: LanHost): ClientCommand => {
    const label = name === undefined ? host : `${host} (${name})`;
    const withoutKey = `${runner} ${quoted(`${host}:${port}`)}${option}`;
    const { key } = security;
    if (key === undefined || unquotable.test(key)) {
      return { label, command: withoutKey, masked: withoutKey, withoutKey };
    }
    return {
      label,
      command: `${withoutKey} --key ${quoted(key)}`,
      masked: `${withoutKey} --key ••••••••`,
      withoutKey,
    };
  };
  const [first, ...others] = hostsOf(address);
  return [commandFor(first), ...others.map(commandFor)];
}

function hostsOf(address: string): readonly [LanHost, ...LanHost[]] {
  const [first, ...others] = lanHosts(address);
  return first ? [first, ...others] : [{ host: "localhost", interface: undefined }];
}

/** This program is an installed package rather than a clone of the repository. */
const isInstalled = import.meta.url.includes("/node_modules/");

/** What runs a client with Node alone: npm's runner, which runs pnpm in a clone. */
const runner = isInstalled ? "npx --yes framewire client" : "npx --yes pnpm@10 --filter client start";

/** Where a client's command runs, in a sentence. */
export const clientCommandHint: string = isInstalled
  ? "Run this there. It needs only Node 20 or later."
  : "Run this there, in a clone of Framewire. It needs only Node 20 or later.";

/** Characters that one of the shells changes even in double quotes. */
const unquotable = /["$`%!\\]/;

/** Quotes a word where a shell would change it. cmd, PowerShell and the shells of Unix all know double quotes. */
function quoted(word: string): string {
  return /^[\w.:-]+$/.test(word) ? word : `"${word}"`;
}
