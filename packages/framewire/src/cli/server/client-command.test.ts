import { networkInterfaces } from "node:os";
import { expect, it } from "vitest";
import { clientCommand, clientCommandWithKey } from "./client-command.ts";

const key = "a key of this test";

it("contains the address that the server listens on", () => {
  expect(clientCommand({ address: "192.168.1.20", port: 4700 }, { security: { key } })).toBe(
    "pnpm --filter client start 192.168.1.20:4700",
  );
  expect(clientCommand({ address: "fe80::1", port: 4701 }, { security: { key } })).toBe(
    "pnpm --filter client start [fe80::1]:4701",
  );
});

it.each(["0.0.0.0", "::"])("contains an address of the network for a server that listens on all: %s", (address) => {
  const [, host = "", port] =
    /start (.+):(\d+)$/.exec(clientCommand({ address, port: 4700 }, { security: { key } })) ?? [];
  expect(port).toBe("4700");
  const reachable = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  expect(reachable.length > 0 ? reachable.map((own) => own.address) : ["localhost"]).toContain(host);
});

it("contains the options of the protection, and the key only on request", () => {
  const address = { address: "192.168.1.20", port: 4700 };
  const plain = "pnpm --filter client start 192.168.1.20:4700";
  expect(clientCommand(address, { security: { insecure: true } })).toBe(`${plain} --insecure`);
  expect(clientCommand(address, { security: { tls: { cert: "", key: "" } } })).toBe(`${plain} --tls`);
  expect(clientCommandWithKey("7QK2-M4XW", clientCommand(address, { security: { key } }))).toBe(
    `FRAMEWIRE_KEY=7QK2-M4XW ${plain}`,
  );
});
