/** A recording proxy. */
import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "vitest";

export { freePort } from "test-support/free-port";

/** A proxy of a web server that forwards its replies and records them. */
export interface Recorder {
  readonly port: number;
  /** The bodies of the replies so far. */
  recording(): Buffer;
}

/** Starts a {@link Recorder} of the server on port `target` of this machine. */
export async function startRecorder(test: TestContext, target: number): Promise<Recorder> {
  const chunks: Buffer[] = [];
  const server = createServer((request, response) => {
    const upstream = get({ host: "127.0.0.1", port: target, path: request.url }, (answer) => {
      const type = answer.headers["content-type"];
      response.writeHead(answer.statusCode ?? 502, type === undefined ? {} : { "Content-Type": type });
      answer.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", () => response.destroy());
      answer.pipe(response);
    });
    upstream.on("error", () => response.destroy());
    response.on("error", () => {}).on("close", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  test.onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  return { port: (server.address() as AddressInfo).port, recording: () => Buffer.concat(chunks) };
}
