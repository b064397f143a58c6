import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "vitest";

/** A web server of this machine that answers each request so; its address. It is gone when the test is over. */
export async function startWeb(test: TestContext, listener: RequestListener): Promise<string> {
  const web = createServer(listener);
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  test.onTestFinished(async () => {
    web.closeAllConnections();
    await new Promise((resolve) => web.close(resolve));
  });
  return `http://127.0.0.1:${(web.address() as AddressInfo).port}/video`;
}
