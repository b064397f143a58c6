/** Connection errors as readable sentences. */
import { UnavailableError } from "./open-stream.ts";

/** Readable reasons for system error codes. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens at that address",
  ECONNRESET: "it closed the connection",
  EPIPE: "it closed the connection",
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "no name server responds",
  EHOSTUNREACH: "the machine cannot be reached",
  EHOSTDOWN: "the machine cannot be reached",
  ENETUNREACH: "there is no network to it",
  ENETDOWN: "there is no network to it",
  ETIMEDOUT: "it does not answer",
};

function codeOf(error: Error): string | undefined {
  const code: unknown = "code" in error ? error.code : undefined;
  if (typeof code === "string") return code;
  return error instanceof AggregateError && error.errors[0] instanceof Error ? codeOf(error.errors[0]) : undefined;
}

/** Returns why there is no connection to `url`, as part of a sentence. */
export function describeFailure(error: unknown, url: URL): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UnavailableError) return error.message;
  const code = codeOf(error);
  // Node's message for a connection that closed before the head of a response.
  if (error.message === "socket hang up") {
    const hint = url.protocol === "http:" ? ", like a server that only accepts https" : "";
    return `it closed the connection without an answer${hint} (${code})`;
  }
  if (code === undefined) return error.message;
  return `${meanings[code] ?? error.message} (${code})`;
}

/** Whether the server does not use the protocol of the address: no TLS, or no HTTP. */
export function isWrongProtocol(error: unknown): boolean {
  const code = error instanceof Error ? codeOf(error) : undefined;
  return code !== undefined && (code.startsWith("HPE_") || code.startsWith("ERR_SSL_") || code === "EPROTO");
}
