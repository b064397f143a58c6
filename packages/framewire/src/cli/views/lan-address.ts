/** The addresses by which other machines of the network reach this one. */
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";

const anyAddress: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/**
 * Returns the host by which other machines reach a program that listens on `address`. For a program that listens on all
 * addresses it is the likely one of {@link lanHosts}, or `localhost` if there is none. IPv6 is in brackets.
 */
export function lanAddress(address: string): string {
  return lanHosts(address)[0]?.host ?? "localhost";
}

/**
 * Returns every host by which other machines may reach a program that listens on `address`, the likely one first. For a
 * program that listens on all addresses these are the machine's own, except loopback and IPv6 link-local ones.
 */
export function lanHosts(
  address: string,
  addresses: readonly NetworkAddress[] = anyAddress.has(address) ? networkAddresses() : [],
): readonly LanHost[] {
  if (!anyAddress.has(address)) return [{ host: bracketed(address), interface: undefined }];
  return addresses
    .filter(({ family }) => address === "::" || family === "IPv4")
    .map(({ address: own, interface: name }) => ({ host: bracketed(own), interface: name }));
}

/** A host of this machine. */
export interface LanHost {
  /** An address, in brackets for IPv6. */
  readonly host: string;
  /** The name of the network interface, such as `eth0`; `undefined` for an address that was chosen by hand. */
  readonly interface: string | undefined;
}

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

/** Returns the IPv4 addresses of this machine, without loopback, the likely one first. */
export function lanAddresses(): readonly string[] {
  return networkAddresses()
    .filter(({ family }) => family === "IPv4")
    .map(({ address }) => address);
}

/** An address of this machine. */
export interface NetworkAddress {
  readonly address: string;
  readonly family: "IPv4" | "IPv6";
  /** The name of the network interface, such as `eth0`. */
  readonly interface: string;
}

/**
 * Returns the addresses of this machine, without loopback and IPv6 link-local ones. The likely one is first: IPv4, of the
 * interface with the default route, and of a network card rather than of a virtual machine, a container or a VPN.
 */
export function networkAddresses(
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
  defaultInterface: string | undefined = defaultRouteInterface(),
): readonly NetworkAddress[] {
  return Object.entries(interfaces)
    .flatMap(([name, addresses = []]) =>
      addresses
        .filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address))
        .map(({ address, family }) => ({ address, family, interface: name })),
    )
    .map((address) => ({ address, rank: rankOf(address, defaultInterface) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ address }) => address);
}

/** Lower is likelier. */
function rankOf({ address, family, interface: name }: NetworkAddress, defaultInterface: string | undefined): number {
  const unlikely = [
    family === "IPv6",
    // The machine has asked for an address, and nobody has answered.
    address.startsWith("169.254."),
    virtualInterface.test(name),
    name !== defaultInterface,
    // Networks of homes and offices come before public addresses, whose port a firewall usually closes.
    !/^(?:192\.168|10|172\.(?:1[6-9]|2\d|3[01]))\./.test(address),
  ];
  return unlikely.reduce((rank, flag) => 2 * rank + Number(flag), 0);
}

/** Names of interfaces that other machines of the network do not reach. */
const virtualInterface =
  /^(?:docker|br-|veth|virbr|vmnet|vboxnet|vethernet|lxc|lxd|cni|flannel|podman|tun|tap|utun|wg|zt|tailscale|ppp|awdl|llw|bridge\d|anpi|gif|stf)|virtual|vmware|wsl|hyper-v|vpn/i;

/** Returns the name of the interface with the default route; `undefined` where the system does not list it in a file. */
function defaultRouteInterface(): string | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const routes = readFileSync("/proc/net/route", "utf8").split("\n").slice(1);
    const defaults = routes.map((line) => line.split("\t")).filter(([, destination]) => destination === "00000000");
    const metric = (route: readonly string[]): number => Number(route[6]);
    return defaults.sort((a, b) => metric(a) - metric(b))[0]?.[0];
  } catch {
    return undefined;
  }
}
