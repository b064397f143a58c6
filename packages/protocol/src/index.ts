export type { Connection, ConnectionStats } from "./connection/connection.ts";
export type { Distribution } from "./connection/meters.ts";
export { type OpenConnectionOptions, openConnection } from "./connection/open.ts";
export { refuseConnection } from "./connection/refuse.ts";
export type { WindowOptions } from "./connection/window.ts";
export { memoryTransports } from "./transports/memory.ts";
export type { Transport, TransportReceiver } from "./transports/transport.ts";
export { type ByeCode, type CloseCode, type CloseInfo, ConnectionClosedError, isRefusal } from "./wire/bye.ts";
export { chooseCodec, createInstanceId, type Hello, protocolVersion } from "./wire/hello.ts";
