import { hostname } from "node:os";
import { jpeg, webp } from "@framewire/codec";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { type CommonOptions, parseCodecs, withCommonOptions } from "./common-options.ts";

function read(...args: readonly string[]): CommonOptions {
  const command = withCommonOptions(new Command("app"), { viewPort: 4780 });
  return command.exitOverride().parse(args, { from: "user" }).opts<CommonOptions>();
}

describe("the common options", () => {
  it("have defaults for every value that an app needs", () => {
    expect(read()).toEqual({
      source: "auto",
      size: { width: 1280, height: 720 },
      fps: 30,
      codec: [jpeg, webp],
      quality: 80,
      maxLatency: 150,
      name: hostname(),
      view: "web",
      viewPort: 4780,
      viewHost: "127.0.0.1",
      logLevel: "info",
    });
  });

  it("are parsed to their types", () => {
    const given = read(
      ...["--size", "640x360", "--fps", "7.5", "--codec", "webp", "--quality", "30", "--name", "Attic", "--json"],
      ...["--view", "none", "--view-port", "0", "--duration", "10s", "--log-level", "warn", "--source-insecure"],
      ...["--source-open-timeout", "40s", "--source-stall-timeout", "1500ms"],
      ...["--max-latency", "80ms", "--levels", "80,60x0.5", "--stats", "--keep-watching", "--loop"],
    );
    expect(given).toMatchObject({
      size: { width: 640, height: 360 },
      fps: 7.5,
      codec: [webp],
      quality: 30,
      name: "Attic",
      json: true,
      view: "none",
      viewPort: 0,
      duration: 10_000,
      logLevel: "warn",
      sourceInsecure: true,
      sourceOpenTimeout: 40_000,
      sourceStallTimeout: 1500,
      maxLatency: 80,
      levels: "80,60x0.5",
      stats: true,
      keepWatching: true,
      loop: true,
    });
  });
});

describe("codecs", () => {
  it("keep their order, without duplicates", () => {
    expect(parseCodecs("webp,jpeg")).toEqual([webp, jpeg]);
    expect(parseCodecs("jpeg, webp,jpeg")).toEqual([jpeg, webp]);
  });
  it.each(["", "h264", "jpeg,", "JPEG"])("are not “%s”", (text) => {
    expect(() => parseCodecs(text)).toThrow("Name one or more of jpeg, webp");
  });
});
