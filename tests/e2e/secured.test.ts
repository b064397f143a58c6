import { readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, type TestContext } from "vitest";
import { light, mainOf, small } from "./support/apps/app.ts";
import { framesFlow, startClient, startPair, startServer } from "./support/apps/pair.ts";
import { type Running, start, testKey } from "./support/apps/process.ts";
import { until } from "./support/apps/wait.ts";
import { makeCertificates } from "./support/environment/certificates.ts";

const otherKey = "7QK2-M4XW-Z9T0-V3YB-8DNR-C6WF";

async function newFolder(test: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "framewire-key-"));
  test.onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Starts an app without a given key, with a state folder of its own. */
function startKeyless(test: TestContext, state: string, app: "server" | "client", args: readonly string[]): Running {
  const environment = ["-u", "FRAMEWIRE_KEY", `XDG_STATE_HOME=${state}`];
  return start(test, "/usr/bin/env", [...environment, process.execPath, mainOf(app), ...args, "--duration", "2m"]);
}

function says(running: Running, pattern: RegExp): Promise<RegExpExecArray> {
  return until(() => pattern.exec(running.stdout) ?? undefined, {
    within: 30_000,
    describe: () => `It does not write ${pattern}. It wrote:\n${running.stdout}${running.stderr}`,
  });
}

describe.concurrent("a generated key", () => {
  it("is generated and stored by the first app, so that two on one machine connect without typing it", async (test) => {
    const state = await newFolder(test);
    const server = startKeyless(test, state, "server", ["--host", "127.0.0.1", "--port", "0", ...light]);
    const [, address = ""] = await says(
      server,
      /In another terminal: npx --yes pnpm@10 --filter client start (127\.0\.0\.1:\d+)\n/,
    );
    const client = startKeyless(test, state, "client", [address, ...light]);
    await says(client, /^Connected with/m);
    const file = join(state, "framewire", "pairing-key");
    const key = readFileSync(file, "utf8").trim();
    expect(key).toMatch(/^(\w{4}-){5}\w{4}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const { stdout, stderr } of [server, client]) expect(stdout + stderr).not.toContain(key);
  });

  it("is in the command for another machine, stays the same after a restart, and is replaced by --new-key", async (test) => {
    const state = await newFolder(test);
    const command = /^On the other machine: npx --yes pnpm@10 --filter client start (\S+:(\d+) --key (\S{29}))$/m;
    const keys: string[] = [];
    for (const more of [[], [], ["--new-key"]]) {
      const server = startKeyless(test, state, "server", ["--host", "0.0.0.0", "--port", "0", ...small, ...more]);
      const [, words = "", , key = ""] = await says(server, command);
      keys.push(key);
      // The command's own words, as a shell splits them.
      const clientCommand = ["-u", "FRAMEWIRE_KEY", process.execPath, mainOf("client"), ...words.split(" ")];
      const client = start(test, "/usr/bin/env", [...clientCommand, ...small, "--duration", "1m"]);
      await says(client, /^Connected with/m);
      client.type("\n");
      server.type("\n");
      expect([await client.exit(), await server.exit()]).toEqual([0, 0]);
    }
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it("is not written to a journal, which receives the path of its file", async (test) => {
    const state = await newFolder(test);
    const environment = ["-u", "FRAMEWIRE_KEY", `XDG_STATE_HOME=${state}`, "JOURNAL_STREAM=9:1"];
    const args = [...environment, process.execPath, mainOf("server"), "--port", "0", ...small, "--duration", "1m"];
    const server = start(test, "/usr/bin/env", args);
    await says(server, /^On the other machine, with the key in \/.*\/framewire\/pairing-key: npx/m);
    expect(server.stdout).not.toContain(readFileSync(join(state, "framewire", "pairing-key"), "utf8").trim());
  });
});

describe.concurrent("sides with different protection", () => {
  const insecure = "It does not encrypt";
  const cases: readonly (readonly [string, readonly string[], readonly string[], string, string])[] = [
    ["two keys", [], ["--key", otherKey], "has another key: give it the one", "The server has another key: give this"],
    [
      "only the server has a key",
      [],
      ["--insecure"],
      insecure,
      "This server takes only clients that have its pairing key",
    ],
    ["only the client has a key", ["--insecure"], [], "encrypts, and this one does not", "The server does not encrypt"],
    ["the client wants a certificate", [], ["--tls"], "takes no pairing key", "The server takes no certificates"],
  ];
  it.for(cases)(
    "%s: one clear sentence on both sides, within a second, and the client ends",
    async ([, forServer, forClient, there, here], test) => {
      const server = startServer(test, [...light, ...forServer]);
      const { port } = await server.event("listening");
      const client = startClient(test, port, [...light, ...forClient]);
      const startedAt = performance.now();
      await until(() => (client.stderr.includes("Connecting to") ? true : undefined), {
        within: 30_000,
        describe: () => client.stderr,
      });
      expect(await client.exit()).toBe(1);
      expect(performance.now() - startedAt).toBeLessThan(8000);
      expect(client.events.at(-1)).toMatchObject({ event: "error", message: expect.stringContaining(here) });
      await until(() => (server.stderr.includes(there) ? true : undefined), {
        within: 1000,
        describe: () => server.stderr,
      });
      expect(server.stderr.match(/Refused /g)).toHaveLength(1);
      expect(server.events).toMatchObject([
        { event: "listening" },
        { event: "refused", message: expect.stringContaining(there) },
      ]);
    },
  );
});

describe.concurrent("wrong usage ends with 2 and says what is valid", () => {
  const typo = `${testKey.slice(0, 7)}${testKey[7] === "0" ? "1" : "0"}${testKey.slice(8)}`;
  const wrong: readonly (readonly ["server" | "client", readonly string[], string])[] = [
    ["server", ["--key", typo], "--key: The key is not typed as it is shown: look at group 2"],
    ["client", ["--key", "short"], "--key: The key has 5 characters"],
    ["client", ["--key", otherKey, "--insecure"], "--key and --insecure cannot be combined"],
    ["server", ["--new-key", "--tls-cert", "a.pem"], "--new-key and --tls… cannot be combined"],
    ["server", ["--tls-cert", "/dev/null"], "needs both --tls-cert and --tls-key"],
    ["client", ["--key-file", "/nowhere/key"], "/nowhere/key cannot be read"],
  ];
  it.for(wrong)("%s %j", async ([app, args, sentence], test) => {
    const running = start(test, process.execPath, [mainOf(app), "--view", "none", "--duration", "1m", ...args]);
    expect(await running.exit()).toBe(2);
    expect(running.stdout).toContain(sentence);
    for (const key of [typo, otherKey]) expect(running.stdout + running.stderr).not.toContain(key);
  });

  it("a client of another machine without a key", async (test) => {
    const running = startKeyless(test, await newFolder(test), "client", ["192.0.2.1", "--view", "none"]);
    expect(await running.exit()).toBe(2);
    expect(running.stdout).toContain(
      "The server's pairing key is missing: pass the key that the server shows by FRAMEWIRE_KEY, --key or --key-file",
    );
  });

  it("a key file that other users can read; a private one is accepted", async (test) => {
    const folder = await newFolder(test);
    const [open, ownerOnly] = [join(folder, "open"), join(folder, "owner-only")];
    writeFileSync(open, `${testKey}\n`, { mode: 0o644 });
    writeFileSync(ownerOnly, `${testKey}\n`, { mode: 0o600 });
    const refused = start(test, process.execPath, [mainOf("server"), "--view", "none", "--key-file", open]);
    expect(await refused.exit()).toBe(2);
    expect(refused.stdout).toContain(`Make it private: chmod 600 ${open}`);
    await startPair(test, { server: [...light, "--key-file", ownerOnly] });
  });
});

it("--insecure is announced at the start, on both sides", async (test) => {
  const args = [...light, "--insecure"];
  const { server, client } = await startPair(test, { server: args, client: args });
  for (const { stderr } of [server, client])
    expect(stderr).toMatch(/^Nothing is protected: anybody on the network can see/m);
  expect(server.stderr).toMatch(/On the other machine: npx --yes pnpm@10 --filter client start \S+ --insecure/);
});

it("no key is in the output of the apps, in an event, in /streams or in the list of processes", async (test) => {
  const page = ["--size", "320x240", "--fps", "15", "--view-port", "0", "--log-level", "debug"];
  const { server, client, met, port } = await startPair(test, {
    server: [...page, "--key", otherKey],
    client: [...page, `--key=${otherKey}`],
  });
  const stranger = startClient(test, port, [...light, "--key", testKey]);
  expect(await stranger.exit()).toBe(1);
  for (const app of [server, client]) {
    const { url } = await app.event("viewer");
    const streams = await (await fetch(new URL("streams", url))).text();
    const commandLine = await readFile(`/proc/${app.pid}/cmdline`, "utf8");
    expect(commandLine).toMatch(/^framewire (server|client)/);
    for (const text of [streams, commandLine, app.stdout, app.stderr]) {
      for (const group of [...otherKey.split("-"), ...testKey.split("-")]) expect(text).not.toContain(group);
    }
  }
  expect(met.server.remote.name).toBe("The client");
  expect(server.stderr).toContain("It has another key");
});

it("two with certificates trust each other, and an untrusted peer receives the reason", async (test) => {
  const folder = await newFolder(test);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const { ca, cert, key } = await makeCertificates();
  const authority = ["--tls-ca", file("ca.pem", ca)];
  const own = ["--tls-cert", file("cert.pem", cert), "--tls-key", file("key.pem", key)];
  const { server, client, met, port } = await startPair(test, {
    server: [...light, ...own, ...authority],
    client: [...light, ...own, ...authority],
  });
  await framesFlow(client, met.client);
  const without = startClient(test, port, [...light, ...authority]);
  expect(await without.exit()).toBe(1);
  expect(without.events.at(-1)).toMatchObject({ message: expect.stringContaining("and yours is missing") });
  const distrusts = startClient(test, port, [...light, ...own, "--tls"]);
  expect(await distrusts.exit()).toBe(1);
  expect(distrusts.events.at(-1)).toMatchObject({ message: expect.stringContaining("certificate is not trusted") });
  for (const sentence of ["Its certificate is missing", "does not trust this server's certificate"]) {
    await until(() => (server.stderr.includes(sentence) ? true : undefined), {
      within: 2000,
      describe: () => server.stderr,
    });
  }
});
