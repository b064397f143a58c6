import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readVectors } from "../../testing/vectors.ts";
import { pingIntervalMs, pingSpreadMs, pingTimeoutMs, pongsPerSecond } from "../liveness/keep-alive.ts";
import { defaultMaxPacketsPerSecond } from "../session/session.ts";
import { maxByeMessage, maxPacketBytesBeforeHello, minMaxPacketBytes, protocolVersion } from "./hello.ts";

const source = readFileSync(new URL("../../../../docs/protocol.md", import.meta.url), "utf8");
/** The page with each run of white space as one space: tables are aligned with spaces. */
const text = source.replace(/\s+/g, " ");
const proto = readFileSync(new URL("../../framewire.proto", import.meta.url), "utf8");
const vectors = new Map(readVectors("packets").packets.map(({ name, hex }) => [name, hex]));

/** The hexadecimal bytes at the start of a line. */
function leadingHex(line: string): string {
  return (/^ *((?:[0-9a-f]{2} )*[0-9a-f]{2})(?: {2,}|$)/.exec(line)?.[1] ?? "").replaceAll(" ", "");
}

describe("docs/protocol.md", () => {
  const example = source.slice(source.indexOf("## An example, byte by byte"));

  it("shows the bytes of the golden vectors", () => {
    const blocks = [...example.matchAll(/```\n([\s\S]*?)```/g)].map(([, block]) =>
      (block ?? "").split("\n").map(leadingHex).join(""),
    );
    expect(blocks).toEqual([vectors.get("hello"), vectors.get("frame")]);
    const inline = [...example.matchAll(/`((?:[0-9a-f]{2} )+[0-9a-f]{2})`/g)].map(([, hex]) =>
      hex?.replaceAll(" ", ""),
    );
    expect(inline).toEqual(["ack", "ping", "pong", "bye, LEFT"].map((name) => vectors.get(name)));
  });

  it("documents every field and reason of the .proto", () => {
    const fields = [...proto.matchAll(/^\s+(?:repeated )?\w+ (\w+) = \d+;/gm)].map(([, name]) => name ?? "");
    expect(fields.length).toBeGreaterThan(20);
    for (const field of fields) expect(text).toMatch(new RegExp(`\\b${field}\\b`));
    const reasons = [...(proto.split("enum Reason")[1] ?? "").matchAll(/^\s+([A-Z_]+) = (\d+);/gm)];
    expect(reasons).toHaveLength(10);
    for (const [, name, number] of reasons) expect(text).toContain(`| \`${name}\` | ${number} |`);
  });

  it("states the limits that the code has", () => {
    expect(text).toContain(`# The Framewire protocol, version ${protocolVersion}`);
    expect(text).toContain(`any packet before the receiver has the sender's hello | ${maxPacketBytesBeforeHello} |`);
    expect(text).toContain(`${minMaxPacketBytes} or more`);
    expect(text).toContain(`every **${pingIntervalMs} ms**`);
    expect(text).toContain(`up to **${pingSpreadMs} ms** sooner`);
    expect(text).toContain(`within **${pingTimeoutMs / 1000} s**`);
    expect(text).toContain(`more than ${pongsPerSecond} pings in a second`);
    expect(text).toContain(`more than ${defaultMaxPacketsPerSecond} packets in a second`);
    expect(text).toContain(`a bye's message to ${maxByeMessage} UTF-16 units`);
  });
});
