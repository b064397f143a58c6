export type { Connection, ConnectionStats, Flow } from "./connection/connection.ts";
export type { Distribution } from "./connection/distribution.ts";
export { type OpenConnectionOptions, openConnection } from "./connection/open.ts";
export { refuseConnection } from "./connection/refuse.ts";
export type { Stage, StageDurations } from "./connection/stages.ts";
export { memoryTransports } from "./transports/memory.ts";
export type { Transport, TransportReceiver } from "./transports/transport.ts";
export { type ByeCode, type CloseCode, type CloseInfo, ConnectionClosedError, isRefusal } from "./wire/bye.ts";
export { chooseCodec, createInstanceId, type Hello, protocolVersion } from "./wire/hello.ts";
