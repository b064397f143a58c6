import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SourceError, type SourceErrorCode } from "@framewire/capture";
import { WindowError, type WindowErrorCode } from "@framewire/capture-opencv/window";
import { UnreachableError } from "@framewire/client";
import { CodecError, NoCommonCodecError } from "@framewire/codec";
import {
  type CloseCode,
  ConnectionClosedError,
  type InvalidFrameCode,
  InvalidFrameError,
  ProtocolError,
} from "@framewire/protocol";
import { WebSocketOpenError } from "@framewire/protocol/websocket";
import { SecurityError, type SecurityErrorCode } from "@framewire/security";
import { ListenError, type ListenErrorCode } from "@framewire/server";
import { describe, expect, it } from "vitest";
import { packageFolders, readManifest, root } from "./workspace.ts";

/** Every value of a union of codes. The compiler rejects a record without one of them. */
function codesOf<C extends string>(codes: Record<C, true>): C[] {
  return Object.keys(codes) as C[];
}

/** An error of each class and code. */
const samples: readonly (Error & { readonly code: string })[] = [
  new ProtocolError("A sentence."),
  new WebSocketOpenError("A sentence."),
  new UnreachableError("A sentence."),
  new CodecError("jpeg", 1, "A sentence."),
  new NoCommonCodecError("A sentence."),
  ...codesOf<WindowErrorCode>({ "no-screen": true, "not-opened": true }).map(
    (code) => new WindowError(code, "A sentence."),
  ),
  ...codesOf<InvalidFrameCode>({ codec: true, size: true }).map((code) => new InvalidFrameError(code, "A sentence.")),
  ...codesOf<CloseCode>({
    unspecified: true,
    left: true,
    "shutting-down": true,
    busy: true,
    version: true,
    "protocol-error": true,
    unauthorised: true,
    "timed-out": true,
    "no-common-codec": true,
    replaced: true,
    lost: true,
  }).map((code) => new ConnectionClosedError({ by: "remote", code, message: "A sentence." })),
  ...codesOf<SecurityErrorCode>({
    "wrong-key": true,
    "not-secured": true,
    "no-common-way": true,
    untrusted: true,
    "timed-out": true,
    lost: true,
    failed: true,
  }).map((code) => new SecurityError(code, "A sentence.")),
  ...codesOf<ListenErrorCode>({
    "port-in-use": true,
    "not-permitted": true,
    "no-such-address": true,
    "invalid-port": true,
    failed: true,
  }).map((code) => new ListenError(code, "A sentence.")),
  ...codesOf<SourceErrorCode>({
    usage: true,
    program: true,
    unauthorized: true,
    certificate: true,
    http: true,
    format: true,
  }).map((code) => new SourceError(code, "A sentence.")),
];

/** Each exported class whose name ends in Error, with the entry points that export it. */
async function exportedErrors(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const folder of packageFolders.values()) {
    const { name, exports } = readManifest(folder);
    for (const [path, { default: file }] of Object.entries(exports)) {
      const module = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, unknown>;
      for (const [key, value] of Object.entries(module)) {
        if (typeof value !== "function" || !(value.prototype instanceof Error)) continue;
        found.set(key, [...(found.get(key) ?? []), name + path.slice(1)]);
      }
    }
  }
  return found;
}

describe("docs/errors.md", () => {
  const table = readFileSync(join(root, "docs/errors.md"), "utf8");
  const rows = [...table.matchAll(/^\| `(\w+Error)` +\| `([^`]+)` +\| ([^|]+)\|/gm)].map(
    ([, name = "", entry = "", codes = ""]) => ({ name, entry, codes }),
  );

  it("lists each exported error class, with an entry point that exports it, and no other", async () => {
    const errors = await exportedErrors();
    expect(rows.map(({ name }) => name).sort()).toEqual([...errors.keys()].sort());
    for (const { name, entry } of rows) expect(errors.get(name)).toContain(entry);
  });

  it.each(rows)("lists the codes of $name", ({ name, codes }) => {
    const known = samples.filter((sample) => sample.name === name);
    expect(known).not.toEqual([]);
    const listed = [...codes.matchAll(/`([\w-]+)`/g)].map(([, code]) => code);
    expect([...new Set(listed)].sort()).toEqual(known.map(({ code }) => code).sort());
  });
});

it.each(samples.map((sample) => [sample.name, sample.code, sample] as const))(
  "%s with the code %s is an Error with the name of its class",
  (name, _code, sample) => {
    expect(sample).toBeInstanceOf(Error);
    expect(sample.constructor.name).toBe(name);
    expect(sample.message).toMatch(/A sentence\.$/);
  },
);
