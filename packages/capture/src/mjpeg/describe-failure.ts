/** Connection errors as readable sentences. */
import { SourceError } from "../source-error.ts";
import { redactUrl } from "../source-kit/redact-address.ts";
import { NotHttpError } from "./http/response-head.ts";

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
  ERR_SSL_WRONG_VERSION_NUMBER: "it answered with something that is not TLS",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "it answered with something that is not TLS",
  // The zone of an IPv6 address.
  EINVAL: "this machine does not have the network interface in that address",
};

function codeOf(error: Error): string | undefined {
  const code: unknown = "code" in error ? error.code : undefined;
  if (typeof code === "string") return code;
  return error instanceof AggregateError && error.errors[0] instanceof Error ? codeOf(error.errors[0]) : undefined;
}

/** Returns why there is no stream from `url`, as part of a sentence. */
export function describeFailure(error: unknown, url: URL): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SourceError) return error.message.replace(`${redactUrl(url)} `, "it ").replace(/\.$/, "");
  const code = codeOf(error);
  if (code === undefined) return error.message;
  const reason = "reason" in error && typeof error.reason === "string" ? error.reason : error.message;
  return `${meanings[code] ?? (isTls(code) ? `the TLS handshake failed: ${reason}` : error.message)} (${code})`;
}

/** Returns the error for a server that does not use the protocol of the address, no HTTP or no TLS, or `undefined`. */
export function wrongProtocol(error: unknown, url: URL): SourceError | undefined {
  const isTlsError = error instanceof Error && isTls(codeOf(error) ?? "");
  if (!isTlsError && !(error instanceof NotHttpError)) return undefined;
  const missing = isTlsError ? "no TLS connection to" : "no HTTP at";
  return new SourceError("http", `There is ${missing} ${redactUrl(url)}: ${describeFailure(error, url)}.`);
}

function isTls(code: string): boolean {
  return code.startsWith("ERR_SSL_") || code === "EPROTO";
}
