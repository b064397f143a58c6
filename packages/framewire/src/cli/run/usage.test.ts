import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const main = fileURLToPath(new URL("../../../bin/framewire.js", import.meta.url));

it.each([
  ["an option with a typing error", ["server", "--sorce=http://bob:se#cret@cam/video?pwd=secret"]],
  ["the address of a camera in place of a server's", ["client", "http://bob:se/cret@cam:8080/video?pwd=secret"]],
  ["a password that ends the host", ["server", "--source", "rtsp://bob:12#cret@cam/video", "--json"]],
])("repeats no password of %s", async (_, args) => {
  const { code, output } = await new Promise<{ readonly code: unknown; readonly output: string }>((resolve) =>
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) =>
      resolve({ code: error?.code, output: stdout + stderr }),
    ),
  );
  expect(code).toBe(2);
  expect(output).toContain("…@cam");
  expect(output).not.toMatch(/cret|bob|12#/);
});

it.each([
  [["server", "--wrong", "--json"], "unknown option '--wrong'"],
  [["client", "no address", "--json"], "is not an address"],
  [["server", "--source", "webcam", "--json"], "is not a source"],
  [["serve", "--json"], "There is no command “serve”"],
])("wrong usage is an event: %j", async (args, says) => {
  const { code, stdout } = await new Promise<{ readonly code: unknown; readonly stdout: string }>((resolve) =>
    execFile(process.execPath, [main, ...args], (error, out) => resolve({ code: error?.code, stdout: out })),
  );
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({
    event: "error",
    time: expect.any(Number),
    code: "usage",
    message: expect.stringContaining(says),
  });
});
