import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { onAbort } from "@framewire/media";
import { connect, type Trust } from "./connect.ts";

/** Sends one GET on a connection of its own, which closes when the answer is destroyed; resolves with its head. */
export async function request(
  url: URL,
  headers: Readonly<Record<string, string>>,
  trust: Trust,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const socket = await connect(url, trust, signal);
  const options: RequestOptions = {
    headers: {
      "User-Agent": "framewire",
      Accept: "*/*",
      "Accept-Encoding": "identity",
      ...headers,
      Connection: "close",
    },
    createConnection: () => socket,
    // The HTTP of cheap cameras is often a little wrong. The connection carries this one exchange only, so
    // there is nothing that a lenient reading could mix up.
    insecureHTTPParser: true,
  };
  return new Promise((resolve, reject) => {
    let sent: ClientRequest;
    try {
      sent = url.protocol === "https:" ? httpsRequest(url, options) : httpRequest(url, options);
    } catch (error) {
      // A header that cannot be sent, such as a password with a line end.
      socket.destroy();
      reject(error);
      return;
    }
    const forget = onAbort(signal, () => sent.destroy(signal.reason as Error));
    sent.on("error", (error) => {
      forget();
      reject(error);
    });
    sent.once("response", (response) => {
      forget();
      // Errors come to whoever reads; one that nobody reads is thrown away.
      response.on("error", () => {});
      resolve(response);
    });
    sent.end();
  });
}
