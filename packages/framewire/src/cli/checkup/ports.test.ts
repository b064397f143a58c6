import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { lookAtPorts, usualPorts } from "./ports.ts";

const host = "127.0.0.1";
const { signal } = new AbortController();

/** A port that is taken until the test is over, or was a moment ago. */
async function takePort({ keep }: { readonly keep: boolean }): Promise<number> {
  const tcp = createServer();
  tcp.listen(0, host);
  await once(tcp, "listening");
  const { port } = tcp.address() as AddressInfo;
  if (keep) onTestFinished(() => void tcp.close());
  else await new Promise((resolve) => tcp.close(resolve));
  return port;
}

it("ports that are free are free afterwards, too", async () => {
  const port = await takePort({ keep: false });
  for (let time = 0; time < 2; time++) {
    const { data, findings } = await lookAtPorts(signal, [{ port, host, what: "server" }]);
    expect(data).toEqual([{ port, what: "server", free: true }]);
    expect(findings).toEqual([{ topic: "Ports", state: "fine", says: `${port} is free` }]);
  }
});

it("a port that is taken comes with the command that takes another, which is free", async () => {
  const port = await takePort({ keep: true });
  const { data, findings } = await lookAtPorts(signal, [{ port, host, what: "server" }]);
  expect(data).toEqual([{ port, what: "server", free: false }]);
  expect(findings).toEqual([
    {
      topic: "Ports",
      state: "advice",
      says: `${port} is taken, by a server that runs here or another program`,
      fix: expect.stringMatching(/pnpm --filter server start --port \d+$/),
    },
  ]);
  const other = Number(/\d+$/.exec((findings[0] as { fix: string }).fix)?.[0]);
  expect(other).not.toBe(port);
});

it("a page whose port is taken takes another by itself", async () => {
  const [taken, free] = [await takePort({ keep: true }), await takePort({ keep: false })];
  const { findings } = await lookAtPorts(signal, [
    { port: free, host, what: "server" },
    { port: taken, host, what: "the client's page" },
  ]);
  expect(findings).toMatchObject([
    { state: "fine", says: `${free} is free` },
    { state: "note", says: `${taken} is taken; a page takes another port by itself` },
  ]);
});

it("the usual ports are those of the apps", () => {
  expect(usualPorts.map(({ port }) => port)).toEqual([4700, 4780, 4781]);
});
