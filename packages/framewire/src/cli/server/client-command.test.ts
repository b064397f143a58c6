import { networkInterfaces } from "node:os";
import { expect, it } from "vitest";
import { commandFor, commandWithKey } from "./client-command.ts";

const key = "a key of this test";

it("names the address that the server listens on", () => {
  expect(commandFor({ address: "192.168.1.20", port: 4700 }, { security: { key } })).toBe(
    "pnpm --filter client start 192.168.1.20:4700",
  );
  expect(commandFor({ address: "fe80::1", port: 4701 }, { security: { key } })).toBe(
    "pnpm --filter client start [fe80::1]:4701",
  );
});

it.each(["0.0.0.0", "::"])("names one that others reach where it listens on all: %s", (address) => {
  const [, host = "", port] =
    /start (.+):(\d+)$/.exec(commandFor({ address, port: 4700 }, { security: { key } })) ?? [];
  expect(port).toBe("4700");
  const reachable = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  expect(reachable.length > 0 ? reachable.map((own) => own.address) : ["localhost"]).toContain(host);
});

it("says what the client has to be told of the protection, and the key only where that is asked for", () => {
  const address = { address: "192.168.1.20", port: 4700 };
  const plain = "pnpm --filter client start 192.168.1.20:4700";
  expect(commandFor(address, { security: { insecure: true } })).toBe(`${plain} --insecure`);
  expect(commandFor(address, { security: { tls: { cert: "", key: "" } } })).toBe(`${plain} --tls`);
  expect(commandWithKey("7QK2-M4XW", commandFor(address, { security: { key } }))).toBe(
    `FRAMEWIRE_KEY=7QK2-M4XW ${plain}`,
  );
});
