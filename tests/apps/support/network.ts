import { execFileSync } from "node:child_process";
import type { TestContext } from "vitest";

/** Two network namespaces joined by a cable. */
export interface Cable {
  /** Goes before a command that is to run at one end. */
  readonly ends: { readonly a: readonly string[]; readonly b: readonly string[] };
  /** The address of end a. */
  readonly address: string;
  /** Pulls the cable out, and puts it in again. */
  plug(state: "up" | "down"): void;
}

const address = "10.87.65.1";

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
  const [a, b] = [`framewire-a-${process.pid}`, `framewire-b-${process.pid}`];
  test.onTestFinished(() => {
    for (const name of [a, b]) {
      try {
        ip("netns", "del", name);
      } catch {
        // It was not made.
      }
    }
  });
  for (const name of [a, b]) ip("netns", "add", name);
  ip("-n", a, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", b);
  for (const [name, own] of [
    [a, address],
    [b, "10.87.65.2"],
  ] as const) {
    ip("-n", name, "address", "add", `${own}/24`, "dev", "cable");
    ip("-n", name, "link", "set", "cable", "up");
  }
  const at = (name: string): readonly string[] => ["ip", "netns", "exec", name];
  return {
    ends: { a: at(a), b: at(b) },
    address,
    plug: (state) => ip("-n", a, "link", "set", "cable", state),
  };
}

function ip(...args: readonly string[]): void {
  execFileSync("ip", args, { stdio: "pipe" });
}
