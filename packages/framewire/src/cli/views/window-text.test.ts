import { expect, it } from "vitest";
import { windowText } from "./window-text.ts";

const notice = ["Waiting for a client.", "the command"];
const waiting = { peers: [], departed: undefined, notice, problem: undefined };
const info = { by: "lost", code: "lost", message: "The connection is lost." } as const;

it("has the notice until a peer connects, and how the last one ended", () => {
  expect(windowText(waiting)).toEqual({ title: "Framewire – waiting for a client", lines: notice });
  const peers = [{ name: "Ada" }, { name: "Bob" }];
  expect(windowText({ ...waiting, peers })).toEqual({ title: "Framewire – connected with Bob and 1 more", lines: [] });
  expect(windowText({ ...waiting, departed: { name: "Ada", info } })).toEqual({
    title: "Framewire – lost Ada",
    lines: ["Ada: The connection is lost.", ...notice],
  });
});

it("says that the own camera fails, without a line over the peer's picture", () => {
  const problem = "It is away.";
  expect(windowText({ ...waiting, problem })).toEqual({
    title: "Framewire – waiting for a client, our camera fails",
    lines: [...notice, problem],
  });
  expect(windowText({ ...waiting, peers: [{ name: "Ada" }], problem })).toEqual({
    title: "Framewire – connected with Ada, our camera fails",
    lines: [],
  });
});
