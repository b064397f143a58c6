/** Recognises TLS by the first bytes of a connection. */

import type { Socket } from "node:net";

/**
 * Inspects the first bytes of a socket and puts them back for the next reader. A TLS handshake record starts with 0x16 and
 * 3. No Framewire packet does, since that would be field number 0.
 */
export function detectTls(socket: Socket, onDetected: (isTls: boolean) => void): void {
  let head: Buffer = Buffer.alloc(0);
  function onReadable(): void {
    const chunk = socket.read() as Buffer | null;
    if (!chunk) return;
    head = Buffer.concat([head, chunk]);
    const [type, version] = head;
    if (type === handshakeRecord && version === undefined) return;
    socket.off("readable", onReadable);
    socket.unshift(head);
    onDetected(type === handshakeRecord && version === 3);
  }
  socket.on("readable", onReadable);
}

/** The type of a TLS handshake record. */
const handshakeRecord = 0x16;
