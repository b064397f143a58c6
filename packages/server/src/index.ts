/** A server for live video: `listen`, its options and its errors. */

export { type Bye, type Connection, ConnectionClosedError } from "@framewire/protocol";
export { createPairingKey } from "@framewire/security";
export { listen } from "./listen.ts";
export { ListenError, type ListenErrorCode } from "./listen-error.ts";
export type { ListenOptions, RefusedClient, ServerLimits } from "./options.ts";
export type { Server } from "./server.ts";
