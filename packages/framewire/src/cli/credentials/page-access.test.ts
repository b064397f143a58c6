import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silent } from "@framewire/media";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { preparePageAccess } from "./page-access.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "framewire-state-"));
  vi.stubEnv("XDG_STATE_HOME", folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it.each(["127.0.0.1", "localhost", "::1", "127.9.9.9"])(
  "%s is for this machine alone: no https, no code",
  async (host) => {
    const { options, urlFor: linkOf, certificate } = await preparePageAccess({ viewHost: host }, silent);
    expect(options).toEqual({});
    expect(certificate).toBeUndefined();
    expect(linkOf("http://127.0.0.1:4780/")).toBe("http://127.0.0.1:4780/");
  },
);

it.each([
  ["192.0.2.7", "https://192.0.2.7:4780/?code="],
  ["fd00::7", "https://[fd00::7]:4780/?code="],
  ["camera.example", "https://camera.example:4780/?code="],
])("%s is for others: https, and a link with a code that is kept", async (host, beginning) => {
  const access = await preparePageAccess({ viewHost: host }, silent);
  const { tls, code = "" } = access.options;
  expect(tls).toMatchObject({
    key: expect.stringContaining("PRIVATE KEY"),
    cert: expect.stringContaining("CERTIFICATE"),
  });
  expect(code).toMatch(/^[\w-]{22}$/);
  expect(access.urlFor("https://127.0.0.1:4780/")).toBe(beginning + code);
  const next = await preparePageAccess({ viewHost: host }, silent);
  expect(next.options).toMatchObject({ code, viewOnlyCode: access.options.viewOnlyCode });
  expect(next.certificate?.fingerprint).toBe(access.certificate?.fingerprint);
});

it("creates another code by --new-code only, in a file that no other user can read", async () => {
  const viewHost = "192.0.2.7";
  const { options: first } = await preparePageAccess({ viewHost }, silent);
  const file = join(folder, "framewire", "page-code");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { options: second } = await preparePageAccess({ viewHost, newCode: true }, silent);
  expect(second.code).not.toBe(first.code);
  expect(second.viewOnlyCode).not.toBe(first.viewOnlyCode);
  expect((await preparePageAccess({ viewHost }, silent)).options.code).toBe(second.code);
  writeFileSync(file, "short\n");
  expect((await preparePageAccess({ viewHost }, silent)).options.code).toMatch(/^[\w-]{22}$/);
});

it("has a second link, which may watch only", async () => {
  const access = await preparePageAccess({ viewHost: "192.0.2.7", viewOnlyLink: true }, silent);
  const { code, viewOnlyCode } = access.options;
  expect(viewOnlyCode).toMatch(/^[\w-]{22}$/);
  expect(viewOnlyCode).not.toBe(code);
  expect(access.viewOnlyUrlFor("https://0.0.0.0:4780/")).toBe(`https://192.0.2.7:4780/?code=${viewOnlyCode}`);
  await expect(preparePageAccess({ viewHost: "127.0.0.1", viewOnlyLink: true }, silent)).rejects.toThrow(
    "--view-only-link: the page at 127.0.0.1 is open to everybody on this machine",
  );
});

it("behind a reverse proxy has the address there, with a code and without a certificate of its own", async () => {
  const viewOrigin = "https://example.org/cam/";
  const access = await preparePageAccess({ viewHost: "127.0.0.1", viewOrigin }, silent);
  expect(access.certificate).toBeUndefined();
  expect(access.options).toMatchObject({ tls: undefined, publicUrl: viewOrigin });
  expect(access.urlFor("http://127.0.0.1:4780/")).toBe(`${viewOrigin}?code=${access.options.code}`);
});
