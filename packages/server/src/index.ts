export { createPairingKey } from "@framewire/protocol/tls";
export { type ListenOptions, listen } from "./listen.ts";
export type { Bye, Server } from "./server.ts";
