import { spawn } from "node:child_process";
import { createServer, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const main = fileURLToPath(new URL("../../../bin/framewire.js", import.meta.url));

it("waits for a server to start, connects to it, and hangs up at Enter", async (test) => {
  // A free port, on which a server listens later.
  const listener = createServer();
  const listen = (port: number): Promise<number> =>
    new Promise((resolve) =>
      listener.listen(port, "127.0.0.1", () => resolve((listener.address() as { port: number }).port)),
    );
  const port = await listen(0);
  await new Promise((resolve) => listener.close(resolve));

  const args = [`127.0.0.1:${port}`, "--view", "none", "--duration", "30s", "--insecure"];
  const client = spawn(process.execPath, [main, "client", ...args], { stdio: "pipe" });
  test.onTestFinished(() => {
    client.kill("SIGKILL");
    listener.close();
  });
  const exited = new Promise((resolve) => client.once("close", resolve));
  let text = "";
  await new Promise<void>((resolve) => {
    client.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (text.includes("Trying until there is one.")) resolve();
    });
  });
  expect(text).toContain(
    `Connecting to 127.0.0.1:${port}; Enter hangs up.\nThere is no server at 127.0.0.1:${port}: nothing`,
  );

  const accepted = new Promise<Socket>((resolve) => listener.once("connection", resolve));
  await listen(port);
  const socket = await accepted;
  socket.on("error", () => {});
  // The client sends its hello without waiting for the server's.
  expect((await new Promise<Buffer>((resolve) => socket.once("data", resolve))).length).toBeGreaterThan(10);
  client.stdin.write("\n");
  socket.resume().once("end", () => socket.end());
  expect(await exited).toBe(0);
});
