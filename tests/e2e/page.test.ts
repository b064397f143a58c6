import { now } from "@framewire/media";
import { readPattern } from "@framewire/test-pattern";
import { expect, it } from "vitest";
import { framesFlow, startPair } from "./support/pair.ts";
import { decode, snapshot } from "./support/picture.ts";
import { until } from "./support/wait.ts";

const args = ["--size", "640x360", "--fps", "15", "--view", "web", "--view-port", "0", "--keep-watching"];

/** A row of `/streams`, as far as it is looked at here. */
interface Stream {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly message: string | null;
  readonly source: object | null;
  readonly stats: { readonly fps?: number; readonly rateBitsPerSecond?: number; readonly ageMs?: object } | null;
}

interface State {
  readonly title: string;
  readonly notice: string | null;
  readonly command: string | null;
  readonly streams: readonly Stream[];
}

async function stateOf(page: string): Promise<State> {
  const response = await fetch(`${page}streams`, { signal: AbortSignal.timeout(5000) });
  return (await response.json()) as State;
}

it("each page shows its own pictures and the other's, fresh, and says how the other left", async (test) => {
  const { server, client, port, met } = await startPair(test, { server: args, client: args });
  const sides = [
    { app: server, own: "The server", other: "The client", met: met.server },
    { app: client, own: "The client", other: "The server", met: met.client },
  ];
  for (const { app, own, other, met } of sides) {
    const { url } = await app.event("viewer");
    await framesFlow(app, met);
    const picture = await decode(await snapshot(url, met.id), 640, 360);
    const reading = readPattern(picture);
    // All processes of a machine have one clock, to some milliseconds.
    expect(Math.abs(now() - (reading?.timestamp ?? 0)) / 1e6).toBeLessThan(1);

    const local = readPattern(await decode(await snapshot(url, "local"), 640, 360));
    expect(Math.abs(now() - (local?.timestamp ?? 0)) / 1e6).toBeLessThan(1);

    const { title, streams } = await stateOf(url);
    expect(title).toBe(own);
    expect(streams).toHaveLength(2);
    expect(streams.find(({ role }) => role === "local")).toMatchObject({ id: "local", name: `${own} (this side)` });
    expect(streams.find(({ role }) => role === "local")?.source).toEqual({
      device: "the test pattern",
      width: 640,
      height: 360,
      fps: 15,
      format: "RGB",
      passthrough: false,
    });
    const remote = streams.find(({ id }) => id === met.id);
    expect(remote?.source).toBeNull();
    expect(remote).toMatchObject({
      role: "remote",
      name: other,
      state: "live",
      stats: {
        ageMs: { p50: expect.any(Number), p95: expect.any(Number) },
        rttMs: expect.any(Number),
        dropped: expect.any(Number),
      },
    });
    expect(remote?.stats?.fps).toBeGreaterThan(5);
    expect(remote?.stats?.rateBitsPerSecond).toBeGreaterThan(100_000);
  }

  client.type("\n");
  expect(await client.exit()).toBe(0);
  const { url } = await server.event("viewer");
  await server.event("closed");
  const gone = await until(
    async () => (await stateOf(url)).streams.find(({ id, state }) => id === met.server.id && state !== "live"),
    { within: 3000, describe: () => "The page does not say that the client left." },
  );
  expect(gone).toMatchObject({ state: "left", message: "The other side hung up." });
  const { notice, command } = await stateOf(url);
  expect(notice).toContain(String(port));
  expect(command).toContain(`client start 127.0.0.1:${port}`);
});
