/** A network of two namespaces. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import type { TestContext } from "vitest";

/** Two network namespaces joined by a cable. */
export interface Cable {
  /** Put before a command, it runs the command at that end. */
  readonly ends: { readonly a: readonly string[]; readonly b: readonly string[] };
  /** The address of end a. */
  readonly address: string;
  /** The name of end a, as end b knows it. */
  readonly name: string;
  /** Unplugs the cable, or plugs it in. */
  plug(state: "up" | "down"): void;
  /** Changes the address of an end. `last` is its last byte. */
  readdress(end: "a" | "b", last: number): void;
  /** Swaps the addresses of both ends. The name of end a resolves to its new address. */
  swap(): void;
}

const network = "10.87.65";
const address = `${network}.1`;
const name = "camera.example";

let cables = 0;

/** Whether this user can create network namespaces. */
export function canCreateNamespaces(): boolean {
  const name = `framewire-try-${process.pid}`;
  try {
    ip("netns", "add", name);
    ip("netns", "del", name);
    return true;
  } catch {
    return false;
  }
}

/** Creates a cable. It is removed when the test ends. */
export function createCable(test: TestContext): Cable {
  const mark = `${process.pid}-${cables++}`;
  const [a, b] = [`framewire-a-${mark}`, `framewire-b-${mark}`];
  const files = `/etc/netns/${b}`;
  test.onTestFinished(() => {
    for (const end of [a, b]) {
      try {
        ip("netns", "del", end);
      } catch {
        // It was not created.
      }
    }
    rmSync(files, { recursive: true, force: true });
  });
  for (const end of [a, b]) ip("netns", "add", end);
  ip("-n", a, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", b);
  for (const [end, own] of [
    [a, address],
    [b, `${network}.2`],
  ] as const) {
    ip("-n", end, "address", "add", `${own}/24`, "dev", "cable");
    ip("-n", end, "link", "set", "cable", "up");
    ip("-n", end, "link", "set", "lo", "up");
  }
  // `ip netns exec` mounts this file as /etc/hosts of its command.
  mkdirSync(files, { recursive: true });
  setHost(address);

  function setHost(where: string): void {
    writeFileSync(`${files}/hosts`, `127.0.0.1 localhost\n${where} ${name}\n`);
  }

  function readdress(end: "a" | "b", last: number): void {
    const space = end === "a" ? a : b;
    ip("-n", space, "address", "flush", "dev", "cable");
    ip("-n", space, "address", "add", `${network}.${last}/24`, "dev", "cable");
  }

  const at = (end: string): readonly string[] => ["ip", "netns", "exec", end];
  return {
    ends: { a: at(a), b: at(b) },
    address,
    name,
    plug: (state) => ip("-n", a, "link", "set", "cable", state),
    readdress,
    swap() {
      readdress("a", 2);
      readdress("b", 1);
      setHost(`${network}.2`);
    },
  };
}

function ip(...args: readonly string[]): void {
  execFileSync("ip", args, { stdio: "pipe" });
}
