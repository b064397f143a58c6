import { now } from "@framewire/media";
import { readPattern } from "@framewire/test-pattern";
import { expect, it } from "vitest";
import { framesFlow, startPair } from "./support/apps/pair.ts";
import { until } from "./support/apps/wait.ts";
import { decodeSnapshot } from "./support/pages/snapshot.ts";

const args = ["--size", "640x360", "--fps", "15", "--view", "web", "--view-port", "0", "--keep-watching"];

/** The members of a stream in `/streams` that this test reads. */
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

it("each page shows fresh frames of both sides, and reports how the other side left", async (test) => {
  const { server, client, port, met } = await startPair(test, { server: args, client: args });
  const sides = [
    { app: server, own: "The server", other: "The client", met: met.server },
    { app: client, own: "The client", other: "The server", met: met.client },
  ];
  for (const { app, own, other, met } of sides) {
    const { url } = await app.event("viewer");
    await framesFlow(app, met);
    const frame = await decodeSnapshot(url, met.id, 640, 360);
    const code = readPattern(frame);
    // All processes of a machine have one clock.
    expect(Math.abs(now() - (code?.timestamp ?? 0)) / 1e6).toBeLessThan(1);

    const local = readPattern(await decodeSnapshot(url, "local", 640, 360));
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
  const departed = await until(
    async () => (await stateOf(url)).streams.find(({ id, state }) => id === met.server.id && state !== "live"),
    { within: 3000, describe: () => "The page does not say that the client left." },
  );
  expect(departed).toMatchObject({ state: "left", message: "The other side hung up." });
  const { notice, command } = await stateOf(url);
  expect(notice).toBe("Waiting for the other side.");
  expect(command).toContain(`client start 127.0.0.1:${port}`);
});
