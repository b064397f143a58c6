import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { commandLine, stack, startApp, startPlain } from "./support/apps/app.ts";
import { isEvent } from "./support/apps/events.ts";
import { until } from "./support/apps/wait.ts";
import { needs } from "./support/environment/programs.ts";

const sides = ["server", "client"] as const;

/** Whether a server replies at this address. */
async function answers(url: string): Promise<boolean> {
  return fetch(`${url}healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

describe("demo", () => {
  it("--duration 5s --json shows the video of both sides to each other, reports why it ends, and exits with 0", async (test) => {
    const demo = startApp(test, "demo", ["--duration", "5s"]);
    expect(await demo.exit({ within: 15_000 })).toBe(0);

    for (const side of sides) {
      const events = demo.events.filter(({ app }) => app === side);
      const closed = events.find((event) => isEvent(event, "closed"));
      // 30 a second on an idle machine; how many on a busy one is not known.
      expect(closed?.received.frames).toBeGreaterThanOrEqual(30);
      expect(closed?.received.bytes).toBeGreaterThan(200_000);
      expect(closed).toMatchObject(
        side === "client"
          ? { by: "local", code: "left", message: "This side hung up." }
          : { by: "remote", code: "left", message: "The other side hung up." },
      );
      expect(events.map(({ event }) => event)).toEqual(
        expect.arrayContaining(["viewer", "connected", "stats", "closed"]),
      );
      expect(events.find((event) => isEvent(event, "connected"))).toMatchObject({
        remote: { name: side === "client" ? "Server" : "Client" },
        send: { codec: "jpeg" },
        receive: { codec: "jpeg" },
      });
    }
    expect(demo.events.every(({ app }) => app !== undefined && sides.includes(app))).toBe(true);
    expect(demo.stderr).toContain("Server's page: http://127.0.0.1:");
    expect(demo.stderr).toContain("Client's page: http://127.0.0.1:");
  });

  describe.concurrent("its end", () => {
    it("ends with Enter, and not with the end of its input", async (test) => {
      const demo = startApp(test, "demo", []);
      for (const app of sides) await demo.event("stats", { where: (event) => event.app === app });
      const ending = demo.exit();
      demo.type("\n");
      expect(await ending).toBe(0);
      expect(demo.events.filter((event) => isEvent(event, "closed"))).toHaveLength(2);

      const piped = startApp(test, "demo", []);
      piped.endInput();
      const first = await piped.event("stats");
      await piped.event("stats", { after: first, where: ({ app }) => app === first.app });
      piped.signal("SIGTERM");
      expect(await piped.exit()).toBe(0);
    });

    it("ends both apps when it is killed", async (test) => {
      const demo = startApp(test, "demo", []);
      const pages: string[] = [];
      for (const app of sides) pages.push((await demo.event("viewer", { where: (event) => event.app === app })).url);
      await demo.event("stats");
      expect(await Promise.all(pages.map(answers))).toEqual([true, true]);
      demo.signal("SIGKILL");
      await until(async () => ((await Promise.all(pages.map(answers))).some(Boolean) ? undefined : true), {
        within: 5000,
        describe: () => "A child of the demo still runs.",
      });
      // They hung up, without an error about a broken pipe.
      expect(demo.stderr).not.toMatch(stack);
    });

    const pgrep = needs("pgrep");
    it.skipIf(pgrep.skip).for(sides)(
      `reports it and exits with 1 when the %s is killed${pgrep.because}`,
      async (side, test) => {
        const demo = startApp(test, "demo", []);
        await demo.event("stats");
        const pid = execFileSync("pgrep", ["-P", String(demo.pid), "-f", `${commandLine} ${side}`], {
          encoding: "utf8",
        });
        process.kill(Number(pid), "SIGKILL");
        expect(await demo.exit()).toBe(1);
        expect(demo.events.at(-1)).toMatchObject({ event: "error", message: `The ${side} was killed.` });
        expect(demo.stderr).toContain(`Error: The ${side} was killed.`);
        expect(demo.stderr).not.toMatch(stack);
      },
    );
  });

  it("--help lists its options", async (test) => {
    const demo = startPlain(test, "demo", ["--help"]);
    expect(await demo.exit()).toBe(0);
    for (const word of ["--duration", "--stats", "--json", "Enter", "Usage: framewire demo"])
      expect(demo.stdout).toContain(word);
    expect(demo.stderr).toBe("");
  });
});
