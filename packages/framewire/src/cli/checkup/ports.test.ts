import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { checkPorts, defaultPorts } from "./ports.ts";

const host = "127.0.0.1";
const { signal } = new AbortController();

/** Returns a port that is in use until the end of the test, or that is free. */
async function findPort({ inUse }: { readonly inUse: boolean }): Promise<number> {
  const tcp = createServer();
  tcp.listen(0, host);
  await once(tcp, "listening");
  const { port } = tcp.address() as AddressInfo;
  if (inUse) onTestFinished(() => void tcp.close());
  else await new Promise((resolve) => tcp.close(resolve));
  return port;
}

it("free ports are free after the check, too", async () => {
  const port = await findPort({ inUse: false });
  for (let round = 0; round < 2; round++) {
    const { data, findings } = await checkPorts(signal, [{ port, host, what: "server" }]);
    expect(data).toEqual([{ port, what: "server", free: true }]);
    expect(findings).toEqual([{ topic: "Ports", status: "ok", message: `${port} is free` }]);
  }
});

it("a port in use has the command for another, free port as its fix", async () => {
  const port = await findPort({ inUse: true });
  const { data, findings } = await checkPorts(signal, [{ port, host, what: "server" }]);
  expect(data).toEqual([{ port, what: "server", free: false }]);
  expect(findings).toEqual([
    {
      topic: "Ports",
      status: "warning",
      message: `${port} is in use, by a running server or another program`,
      fix: expect.stringMatching(/pnpm --filter server start --port \d+$/),
    },
  ]);
  const other = Number(/\d+$/.exec((findings[0] as { fix: string }).fix)?.[0]);
  expect(other).not.toBe(port);
});

it("a page whose port is in use needs no fix", async () => {
  const [used, free] = [await findPort({ inUse: true }), await findPort({ inUse: false })];
  const { findings } = await checkPorts(signal, [
    { port: free, host, what: "server" },
    { port: used, host, what: "the client's page" },
  ]);
  expect(findings).toMatchObject([
    { status: "ok", message: `${free} is free` },
    { status: "info", message: `${used} is in use; the page will use another port` },
  ]);
});

it("the default ports are those of the apps", () => {
  expect(defaultPorts.map(({ port }) => port)).toEqual([4700, 4780, 4781]);
});
