import type { Socket } from "node:net";

/**
 * Looks at the first bytes that come, and leaves them for whoever reads the socket next. A record of TLS begins with
 * the number of its kind and then 3; no packet of Framewire does, since that would be its field 0.
 */
export function watchFirstBytes(socket: Socket, found: (isTls: boolean) => void): void {
  let head: Buffer = Buffer.alloc(0);
  function look(): void {
    const chunk = socket.read() as Buffer | null;
    if (!chunk) return;
    head = Buffer.concat([head, chunk]);
    const [kind, version] = head;
    if (kind === handshakeRecord && version === undefined) return;
    socket.off("readable", look);
    socket.unshift(head);
    found(kind === handshakeRecord && version === 3);
  }
  socket.on("readable", look);
}

const handshakeRecord = 0x16;
