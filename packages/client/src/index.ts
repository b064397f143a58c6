/** A client for live video: `connect`, `reconnecting`, addresses and errors. */

export { type CloseInfo, type Connection, ConnectionClosedError, isRefusal } from "@framewire/protocol";
export { createPairingKey, SecurityError, type SecurityErrorCode } from "@framewire/security";
export { type Address, defaultPort, formatAddress, parseAddress } from "./address.ts";
export { connect } from "./connect.ts";
export type { ClientLimits, ClientOptions } from "./options.ts";
export { isRestart, type ReconnectingOptions, reconnecting } from "./reconnecting.ts";
export { UnreachableError } from "./unreachable-error.ts";
