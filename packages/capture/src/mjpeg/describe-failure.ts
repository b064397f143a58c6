import { UnavailableError } from "./open-stream.ts";

/** What the system's codes mean for somebody with a camera. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens at that address",
  ECONNRESET: "it closed the connection",
  EPIPE: "it closed the connection",
  ENOTFOUND: "no machine of that name is known",
  EAI_AGAIN: "no name server answers",
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

/** Says in half a sentence, for a log, why there is no connection to `url`. */
export function describeFailure(error: unknown, url: URL): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UnavailableError) return error.message;
  const code = codeOf(error);
  // Node's word for a connection that ended before the head of an answer.
  if (error.message === "socket hang up") {
    const hint = url.protocol === "http:" ? ", as one does that only speaks https" : "";
    return `it closed the connection without an answer${hint} (${code})`;
  }
  if (code === undefined) return error.message;
  return `${meanings[code] ?? error.message} (${code})`;
}

/** The other side does not speak what the address says: TLS where there is none, or no HTTP. */
export function isWrongProtocol(error: unknown): boolean {
  const code = error instanceof Error ? codeOf(error) : undefined;
  return code !== undefined && (code.startsWith("HPE_") || code.startsWith("ERR_SSL_") || code === "EPROTO");
}
