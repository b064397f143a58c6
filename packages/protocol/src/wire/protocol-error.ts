/** The other side sent what the protocol does not allow. The message goes into the bye. */
export class ProtocolError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ProtocolError";
  }
}
