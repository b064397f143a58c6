import { expect, it } from "vitest";
import { lanHosts } from "../views/lan-address.ts";
import { clientCommands } from "./client-command.ts";

const key = "7QK2-M4XW-Z9T0-V3YB-8DNR-C6WF";
const plain = "npx --yes pnpm@10 --filter client start 192.168.1.20:4700";
const own = { address: "192.168.1.20", port: 4700 };

it("contains the address that the server listens on", () => {
  const [command, ...others] = clientCommands(own, { security: { key } });
  expect(command).toMatchObject({ label: "192.168.1.20", withoutKey: plain });
  expect(others).toEqual([]);
});

it("quotes an address with brackets, which some shells expand, as every shell can read", () => {
  const [command] = clientCommands({ address: "fe80::1", port: 4701 }, { security: { insecure: true } });
  expect(command.command).toBe('npx --yes pnpm@10 --filter client start "[fe80::1]:4701" --insecure');
});

it("is there for each address of a server that listens on all", () => {
  const commands = clientCommands({ address: "0.0.0.0", port: 4700 }, { security: { key } });
  const hosts = lanHosts("0.0.0.0").map(({ host, interface: name }) => `${host} (${name})`);
  expect(commands.map(({ label }) => label)).toEqual(hosts.length > 0 ? hosts : ["localhost"]);
  for (const { withoutKey } of commands) expect(withoutKey).toMatch(/ start [\w.]+:4700$/);
});

it("contains the key as an option, which the shells of Windows know as well, and the options of the protection", () => {
  const [withKey] = clientCommands(own, { security: { key } });
  expect(withKey).toEqual({
    label: "192.168.1.20",
    command: `${plain} --key ${key}`,
    masked: `${plain} --key ••••••••`,
    withoutKey: plain,
  });
  expect(clientCommands(own, { security: { key: "several words of mine" } })[0].command).toBe(
    `${plain} --key "several words of mine"`,
  );
  for (const odd of ["it costs $HOME much", 'a "quoted" word', "100 %PATH% sure"]) {
    expect(clientCommands(own, { security: { key: odd } })[0]).toMatchObject({ command: plain, masked: plain });
  }
  expect(clientCommands(own, { security: { insecure: true } })[0].command).toBe(`${plain} --insecure`);
  expect(clientCommands(own, { security: { tls: { cert: "", key: "" } } })[0].masked).toBe(`${plain} --tls`);
});
