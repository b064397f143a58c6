export { createPairingKey } from "@framewire/security";
export { type ListenOptions, listen, type ServerLimits } from "./listen.ts";
export type { Bye, Server } from "./server.ts";
