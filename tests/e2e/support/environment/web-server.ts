/** A web server. */
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "vitest";

/** Starts a web server with this listener. It is closed when the test ends. Resolves to its address. */
export async function startWebServer(test: TestContext, listener: RequestListener): Promise<string> {
  const web = createServer(listener);
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  test.onTestFinished(async () => {
    web.closeAllConnections();
    await new Promise((resolve) => web.close(resolve));
  });
  return `http://127.0.0.1:${(web.address() as AddressInfo).port}/video`;
}
