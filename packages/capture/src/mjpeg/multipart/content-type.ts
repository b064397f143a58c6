/** The `Content-Type` header of a stream or a part. */
/** A parsed media type: `type` in lower case without parameters, and the unquoted `boundary` parameter. */
export interface ContentType {
  readonly type: string;
  readonly boundary: string | undefined;
}

/** `boundary=` with a quoted value (RFC 9110, 5.6.4) or everything up to the next `;`: not all cameras quote it. */
const boundaryParameter = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/i;

/** Parses a `Content-Type` header. The type of a missing header is `""`. */
export function parseContentType(header: string | undefined): ContentType {
  const text = header ?? "";
  const match = boundaryParameter.exec(text);
  const boundary = match?.[1]?.replace(/\\(.)/g, "$1") ?? match?.[2]?.trim();
  return { type: (text.split(";", 1)[0] ?? "").trim().toLowerCase(), boundary: boundary || undefined };
}
