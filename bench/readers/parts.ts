/** Makes what is given a multipart stream in pieces, and calls `found` with the headers of each part that is whole. */
export function createParts(found: (headers: ReadonlyMap<string, string>) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const end = rest.indexOf("\r\n\r\n");
      if (end < 0) return;
      const lines = rest.subarray(0, end).toString("latin1").split("\r\n");
      const headers = new Map(
        lines.flatMap((line) => {
          const [name, value] = line.split(": ", 2);
          return name !== undefined && value !== undefined ? [[name.toLowerCase(), value]] : [];
        }),
      );
      const length = end + 4 + Number(headers.get("content-length"));
      if (!(rest.length >= length)) return;
      rest = rest.subarray(length);
      found(headers);
    }
  };
}
