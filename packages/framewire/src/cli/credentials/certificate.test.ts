import { X509Certificate } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecureContext } from "node:tls";
import { silent } from "@framewire/media";
import { generate } from "selfsigned";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadOrCreateCertificate, stateDirectory } from "./certificate.ts";

let parent: string;
let folder: string;
let file: string;
const warnings: string[] = [];
const log = { ...silent, warn: (sentence: string) => warnings.push(sentence) };

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "framewire-state-"));
  folder = join(parent, "deep", "framewire");
  file = join(folder, "page-certificate.pem");
  warnings.length = 0;
});

afterEach(() => rmSync(parent, { recursive: true }));

it("is created once, for this machine, and stored where no other user can read it", async () => {
  const created = await loadOrCreateCertificate(folder, log);
  const certificate = new X509Certificate(created.cert);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkHost("localhost")).toBe("localhost");
  expect(certificate.checkIP("127.0.0.1")).toBe("127.0.0.1");
  expect(certificate.ca).toBe(false);
  expect(created.fingerprint).toBe(certificate.fingerprint256);
  const days = (Date.parse(certificate.validTo) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(360);
  expect(days).toBeLessThan(397);
  createSecureContext(created);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["page-certificate.pem"]);

  const again = await loadOrCreateCertificate(folder, log);
  expect(again.fingerprint).toBe(created.fingerprint);
  createSecureContext(again);
  expect(warnings).toEqual([]);
});

it("is replaced when it expires soon, is damaged, or was readable by others", async () => {
  const first = await loadOrCreateCertificate(folder, log);
  writeFileSync(file, readFileSync(file, "utf8").slice(0, 300));
  const second = await loadOrCreateCertificate(folder, log);
  expect(second.fingerprint).not.toBe(first.fingerprint);

  chmodSync(file, 0o644);
  const third = await loadOrCreateCertificate(folder, log);
  expect(third.fingerprint).not.toBe(second.fingerprint);
  expect(warnings).toEqual([
    `Other users of this machine could read the page's key in ${file}, so a new one is created.`,
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const soon = await generate([{ name: "commonName", value: "old" }], {
    keyType: "ec",
    notAfterDate: new Date(Date.now() + 6 * 86_400_000),
  });
  writeFileSync(file, soon.private + soon.cert);
  const fourth = await loadOrCreateCertificate(folder, log);
  expect(new X509Certificate(fourth.cert).subject).toBe("CN=Framewire");
  expect((await loadOrCreateCertificate(folder, log)).fingerprint).toBe(fourth.fingerprint);
});

it("is used for one run only when it cannot be stored", async () => {
  writeFileSync(join(parent, "deep"), "a file in place of the directory");
  const created = await loadOrCreateCertificate(folder, log);
  createSecureContext(created);
  expect(warnings.join()).toContain("cannot be stored, so browsers will warn again");
  expect((await loadOrCreateCertificate(folder, log)).fingerprint).not.toBe(created.fingerprint);
});

it("is stored in the state directory of the user", () => {
  expect(stateDirectory({ XDG_STATE_HOME: "/somewhere" })).toBe("/somewhere/framewire");
  expect(stateDirectory({})).toMatch(/\/\.local\/state\/framewire$/);
  expect(stateDirectory({ XDG_STATE_HOME: "not/absolute" })).toMatch(/\/\.local\/state\/framewire$/);
});
