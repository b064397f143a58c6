/** HTTP requests to a camera. */
import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { onAbort } from "@framewire/media";
import { type ConnectOptions, connect } from "./connect.ts";

/** Sends one GET on a new connection, which closes when the response is destroyed. Resolves with the head of the response. */
export async function request(
  url: URL,
  headers: Readonly<Record<string, string>>,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const socket = await connect(url, options, signal);
  const requestOptions: RequestOptions = {
    headers: {
      "User-Agent": "framewire",
      Accept: "*/*",
      "Accept-Encoding": "identity",
      ...headers,
      Connection: "close",
    },
    createConnection: () => socket,
    // Cheap cameras often send slightly invalid HTTP. The connection carries one exchange only, so lenient parsing is
    // safe.
    insecureHTTPParser: true,
  };
  return new Promise((resolve, reject) => {
    let sent: ClientRequest;
    try {
      sent = url.protocol === "https:" ? httpsRequest(url, requestOptions) : httpRequest(url, requestOptions);
    } catch (error) {
      // An invalid header, such as a password with a line end.
      socket.destroy();
      reject(error);
      return;
    }
    const removeListener = onAbort(signal, () => sent.destroy(signal.reason as Error));
    sent.on("error", (error) => {
      removeListener();
      reject(error);
    });
    sent.once("response", (response) => {
      removeListener();
      // The reader receives errors; without a reader they are ignored.
      response.on("error", () => {});
      resolve(response);
    });
    sent.end();
  });
}
