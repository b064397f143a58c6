/** Encryption and authentication of TCP sockets: pairing keys, certificates, or neither. */
export { derivePairingSecret } from "./derive.ts";
export type { HandshakeOptions } from "./handshake.ts";
export { createPairingKey, parsePairingKey } from "./pairing-key.ts";
export { type SecureDialled, secureClient } from "./secure-client.ts";
export { type SecureAccepted, secureServer } from "./secure-server.ts";
export type { ClientSecurity, ClientTls, ServerSecurity, ServerTls } from "./security.ts";
export { SecurityError, type SecurityErrorCode } from "./security-error.ts";
