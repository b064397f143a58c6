import { mkdtempSync, rmSync } from "node:fs";
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
    const { options, urlFor: linkOf, certificate } = await preparePageAccess(host, silent);
    expect(options).toEqual({});
    expect(certificate).toBeUndefined();
    expect(linkOf("http://127.0.0.1:4780/")).toBe("http://127.0.0.1:4780/");
  },
);

it.each([
  ["192.0.2.7", "https://192.0.2.7:4780/?code="],
  ["fd00::7", "https://[fd00::7]:4780/?code="],
  ["camera.example", "https://camera.example:4780/?code="],
])("%s is for others: https, and a link with a code of this start", async (host, beginning) => {
  const access = await preparePageAccess(host, silent);
  const { tls, code = "" } = access.options;
  expect(tls).toMatchObject({
    key: expect.stringContaining("PRIVATE KEY"),
    cert: expect.stringContaining("CERTIFICATE"),
  });
  expect(code).toMatch(/^[\w-]{22}$/);
  expect(access.urlFor("https://127.0.0.1:4780/")).toBe(beginning + code);
  const next = await preparePageAccess(host, silent);
  expect(next.options.code).not.toBe(code);
  expect(next.certificate?.fingerprint).toBe(access.certificate?.fingerprint);
});
