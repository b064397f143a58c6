import { X509Certificate } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecureContext } from "node:tls";
import { silent } from "@framewire/media";
import { generate } from "selfsigned";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keptCertificate, stateFolder } from "./certificate.ts";

let parent: string;
let folder: string;
let file: string;
const told: string[] = [];
const log = { ...silent, warn: (sentence: string) => told.push(sentence) };

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "framewire-state-"));
  folder = join(parent, "deep", "framewire");
  file = join(folder, "page-certificate.pem");
  told.length = 0;
});

afterEach(() => rmSync(parent, { recursive: true }));

it("is made once, for this machine, and kept where nobody else can read it", async () => {
  const made = await keptCertificate(folder, log);
  const certificate = new X509Certificate(made.cert);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkHost("localhost")).toBe("localhost");
  expect(certificate.checkIP("127.0.0.1")).toBe("127.0.0.1");
  expect(certificate.ca).toBe(false);
  expect(made.fingerprint).toBe(certificate.fingerprint256);
  const days = (Date.parse(certificate.validTo) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(360);
  expect(days).toBeLessThan(397);
  createSecureContext(made);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["page-certificate.pem"]);

  const again = await keptCertificate(folder, log);
  expect(again.fingerprint).toBe(made.fingerprint);
  createSecureContext(again);
  expect(told).toEqual([]);
});

it("is made anew where it ends soon, is damaged, or could have been read by others", async () => {
  const first = await keptCertificate(folder, log);
  writeFileSync(file, readFileSync(file, "utf8").slice(0, 300));
  const second = await keptCertificate(folder, log);
  expect(second.fingerprint).not.toBe(first.fingerprint);

  chmodSync(file, 0o644);
  const third = await keptCertificate(folder, log);
  expect(third.fingerprint).not.toBe(second.fingerprint);
  expect(told).toEqual([`Others on this machine could read the page's key in ${file}: a new one is made.`]);
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const soon = await generate([{ name: "commonName", value: "old" }], {
    keyType: "ec",
    notAfterDate: new Date(Date.now() + 6 * 86_400_000),
  });
  writeFileSync(file, soon.private + soon.cert);
  const fourth = await keptCertificate(folder, log);
  expect(new X509Certificate(fourth.cert).subject).toBe("CN=Framewire");
  expect((await keptCertificate(folder, log)).fingerprint).toBe(fourth.fingerprint);
});

it("is made for this time where it cannot be kept", async () => {
  writeFileSync(join(parent, "deep"), "a file where the folder should be");
  const made = await keptCertificate(folder, log);
  createSecureContext(made);
  expect(told.join()).toContain("cannot be kept, so browsers will ask again");
  expect((await keptCertificate(folder, log)).fingerprint).not.toBe(made.fingerprint);
});

it("lies where programs keep such things", () => {
  expect(stateFolder({ XDG_STATE_HOME: "/somewhere" })).toBe("/somewhere/framewire");
  expect(stateFolder({})).toMatch(/\/\.local\/state\/framewire$/);
  expect(stateFolder({ XDG_STATE_HOME: "not/absolute" })).toMatch(/\/\.local\/state\/framewire$/);
});
