import { connect as connectSocket, type Socket } from "node:net";
import { onAbort } from "@framewire/media";
import { type Address, formatAddress } from "./address.ts";

/** How long one attempt may take: less than the kernel's second try, so that a link that returns is found soon. */
const attemptTimeoutMs = 1500;

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the name is not known",
  EAI_AGAIN: "the name cannot be looked up now",
  EHOSTUNREACH: "the machine cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ETIMEDOUT: "nothing answers there",
  ECONNRESET: "the connection was dropped",
};

/** Opens a socket to the server over whichever of IPv6 and IPv4 answers first. Rejects with a sentence, or with the signal's reason. */
export function dial(address: Address, signal?: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const socket = connectSocket({ ...address, noDelay: true, autoSelectFamily: true });
    const timer = setTimeout(() => fail("nothing answers there"), attemptTimeoutMs);
    const forget = signal ? onAbort(signal, () => settle(() => reject(signal.reason))) : () => {};

    function settle(outcome: () => void): void {
      clearTimeout(timer);
      forget();
      socket.removeAllListeners();
      outcome();
    }
    function fail(why: string): void {
      settle(() => {
        socket.on("error", () => {}).destroy();
        reject(new Error(`There is no server at ${formatAddress(address)}: ${why}.`));
      });
    }
    socket.once("connect", () => settle(() => resolve(socket)));
    socket.once("error", (error: NodeJS.ErrnoException) => fail(sentences[error.code ?? ""] ?? error.message));
  });
}
