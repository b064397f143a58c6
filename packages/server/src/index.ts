export { type ListenOptions, listen } from "./listen.ts";
export type { Server } from "./server.ts";
