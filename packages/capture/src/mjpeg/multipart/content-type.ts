/** A media type taken apart: `type` in lower case without parameters, `boundary` as the parameter's value has it. */
export interface ContentType {
  readonly type: string;
  readonly boundary: string | undefined;
}

/** `boundary=` with a quoted value (RFC 9110, 5.6.4) or everything up to the next `;`, as cameras do not always quote. */
const boundaryParameter = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/i;

/** Reads a `Content-Type` header; an absent one has the type `""`. */
export function parseContentType(header: string | undefined): ContentType {
  const text = header ?? "";
  const match = boundaryParameter.exec(text);
  const boundary = match?.[1]?.replace(/\\(.)/g, "$1") ?? match?.[2]?.trim();
  return { type: (text.split(";", 1)[0] ?? "").trim().toLowerCase(), boundary: boundary || undefined };
}
