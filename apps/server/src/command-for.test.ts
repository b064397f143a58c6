import { networkInterfaces } from "node:os";
import { expect, it } from "vitest";
import { commandFor } from "./command-for.ts";

it("names the address that the server listens on", () => {
  expect(commandFor({ address: "192.168.1.20", port: 4700 })).toBe("pnpm --filter client start 192.168.1.20:4700");
  expect(commandFor({ address: "fe80::1", port: 4701 })).toBe("pnpm --filter client start [fe80::1]:4701");
});

it.each(["0.0.0.0", "::"])("names one that others reach where it listens on all: %s", (address) => {
  const [, host = "", port] = /start (.+):(\d+)$/.exec(commandFor({ address, port: 4700 })) ?? [];
  expect(port).toBe("4700");
  const reachable = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  expect(reachable.length > 0 ? reachable.map((own) => own.address) : ["localhost"]).toContain(host);
});
