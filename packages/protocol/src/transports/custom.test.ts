import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { messagePortTransport } from "../../testing/message-port.ts";
import { transportChecks } from "../../testing/transport-checks.ts";

describe("a custom transport, the example of the README", () => {
  it("is the same as in the README", async () => {
    const [readme, code] = await Promise.all(
      ["../../README.md", "../../testing/message-port.ts"].map((file) =>
        readFile(new URL(file, import.meta.url), "utf8"),
      ),
    );
    expect(readme).toContain(`\`\`\`ts\n${code}\`\`\``);
  });

  transportChecks(async () => {
    const { port1, port2 } = new MessageChannel();
    return [messagePortTransport(port1), messagePortTransport(port2)];
  });
});
