import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import type { TestContext } from "vitest";

/** Two network namespaces joined by a cable. */
export interface Cable {
  /** Goes before a command that is to run at one end. */
  readonly ends: { readonly a: readonly string[]; readonly b: readonly string[] };
  /** The address of end a. */
  readonly address: string;
  /** The name of end a, as end b knows it. */
  readonly name: string;
  /** Pulls the cable out, and puts it in again. */
  plug(state: "up" | "down"): void;
  /** Gives an end another address, which ends in this number. */
  readdress(end: "a" | "b", last: number): void;
  /** Each end gets the other's address, and the name of end a follows. */
  swap(): void;
}

const network = "10.87.65";
const address = `${network}.1`;
const name = "camera.example";

let cables = 0;

/** Whether this user may make network namespaces. */
export function mayMakeNamespaces(): boolean {
  const name = `framewire-try-${process.pid}`;
  try {
    ip("netns", "add", name);
    ip("netns", "del", name);
    return true;
  } catch {
    return false;
  }
}

/** Lays a cable, which goes when the test is over. */
export function layCable(test: TestContext): Cable {
  const mark = `${process.pid}-${cables++}`;
  const [a, b] = [`framewire-a-${mark}`, `framewire-b-${mark}`];
  const files = `/etc/netns/${b}`;
  test.onTestFinished(() => {
    for (const end of [a, b]) {
      try {
        ip("netns", "del", end);
      } catch {
        // It was not made.
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
  // `ip netns exec` shows this file to its command as /etc/hosts.
  mkdirSync(files, { recursive: true });
  nameIs(address);

  function nameIs(where: string): void {
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
      nameIs(`${network}.2`);
    },
  };
}

function ip(...args: readonly string[]): void {
  execFileSync("ip", args, { stdio: "pipe" });
}
