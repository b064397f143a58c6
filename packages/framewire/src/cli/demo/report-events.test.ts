import { silent } from "@framewire/media";
import { expect, it } from "vitest";
import type { AppEvent } from "../output/events.ts";
import type { Reporter } from "../output/reporter.ts";
import { reportEvent } from "./report-events.ts";

it("reports the events of both apps as sentences, and draws a line per side while it is connected", () => {
  const output: string[] = [];
  const reporter: Reporter = {
    humanOutput: process.stdout,
    showProgress() {},
    log: { ...silent, info: (sentence) => output.push(sentence) },
    emit() {},
    showPageUrl() {},
    showFingerprint() {},
    showSource: (label, { device }) => output.push(`${label}: ${device}`),
    showPeer: (id, name, stats) => output.push(`${id}/${name}: ${stats ? "line" : "no line"}`),
    entered() {},
    [Symbol.dispose]() {},
  };
  const totals = { frames: 9, bytes: 900, dropped: 0 };
  const direction = { ...totals, fps: 30, bitrate: 1, level: 0, qualityLimitationReason: "none", stages: {} } as const;
  const unknown = { rttMs: null, ageMs: null, bandwidth: null, clockOffsetMs: null, clockUncertaintyMs: null };
  const rest = { ...unknown, inFlight: 0, congestionWindow: 0, remoteDemand: true, localDemand: true };
  const codec = { codec: "jpeg" };
  const events: readonly AppEvent[] = [
    { event: "listening", host: "127.0.0.1", port: 1 },
    { event: "viewer", url: "http://127.0.0.1:4780/", viewOnlyUrl: null },
    {
      event: "connected",
      id: "1",
      remote: { name: "Client", address: "127.0.0.1:2" },
      send: codec,
      receive: codec,
      sent: totals,
      received: totals,
    },
    {
      event: "source",
      device: "a camera",
      width: 1,
      height: 1,
      fps: null,
      format: "JPEG",
      passthrough: true,
      problem: null,
    },
    { event: "stats", id: "1", sent: direction, received: direction, ...rest },
    {
      event: "closed",
      id: "1",
      code: "left",
      by: "local",
      message: "This side hung up.",
      sent: { ...totals, acked: totals.frames },
      received: totals,
    },
  ];
  for (const event of events) reportEvent("server", event, reporter);
  expect(output).toEqual([
    "Server's page: http://127.0.0.1:4780/",
    "Server is connected with Client.",
    "Server's source: a camera",
    "server/Server: line",
    "server/Server: no line",
    "Server: This side hung up. 9 frames sent, 9 received.",
  ]);
});
