import { createServer } from "node:net";
import { listen } from "@framewire/server";
import { createViewer } from "@framewire/viewer";
import { expect, it } from "vitest";
import { nameListenOption } from "./name-listen-option.ts";

it("a port that another program has is named with the option that changes it, for the server and for the page", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { readonly port: number };
  const host = "127.0.0.1";
  try {
    const failures = [
      [listen({ port, host, security: { insecure: true } }), undefined, { port: "--port", host: "--host" }],
      [createViewer({ port, host }), "The page", { port: "--view-port", host: "--view-host" }],
    ] as const;
    for (const [failure, what, options] of failures) {
      const error = await failure.then(
        () => undefined,
        (reason: unknown) => nameListenOption(reason, { ...(what && { what }), host, port, options }),
      );
      expect((error as Error).message).toMatch(
        new RegExp(
          `^${what === undefined ? "Cannot" : "The page cannot"} listen on 127\\.0\\.0\\.1 port ${port}: another program has the port\\. Choose another with ${options.port}(, such as ${options.port} ${port + 1})?, or stop that program\\.$`,
        ),
      );
    }
  } finally {
    other.close();
  }
});

it("an address that this machine lacks is named with its option, and other errors stay as they are", () => {
  const listening = {
    what: "The page",
    host: "192.0.2.1",
    port: 1,
    options: { port: "--view-port", host: "--view-host" },
  };
  const cause = Object.assign(new Error("bind"), { code: "EADDRNOTAVAIL" });
  expect(nameListenOption(new Error("The viewer …", { cause }), listening)).toMatchObject({
    message: expect.stringContaining("Set --view-host 0.0.0.0"),
  });
  const other = new Error("Something else.");
  expect(nameListenOption(other, listening)).toBe(other);
});
