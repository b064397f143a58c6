/** Connections that carry live video over any byte stream. */
export type { Connection, SimulcastSource } from "./connection/connection.ts";
export { type OpenConnectionOptions, openConnection } from "./connection/open.ts";
export { type InvalidFrameCode, InvalidFrameError } from "./send/invalid-frame-error.ts";
export { refuseConnection } from "./session/refuse.ts";
export type { PeerHello } from "./session/session.ts";
export type { ConnectionStats, FlowStats } from "./stats/connection-stats.ts";
export type { LatencyStage, LatencyStages } from "./stats/latency-stages.ts";
export type { Percentiles } from "./stats/percentiles.ts";
export { describeQualityLimitation, type QualityLimitationReason } from "./stats/quality-limitation.ts";
export { isLoopbackAddress } from "./transports/loopback.ts";
export { memoryTransports } from "./transports/memory.ts";
export type { Transport, TransportReceiver } from "./transports/transport.ts";
export { type ByeCode, type CloseCode, type CloseInfo, isRefusal } from "./wire/bye.ts";
export { ConnectionClosedError } from "./wire/connection-closed-error.ts";
export { chooseCodec, createInstanceId, type Hello, protocolVersion } from "./wire/hello.ts";
export type { Bye } from "./wire/packet.ts";
export { ProtocolError } from "./wire/protocol-error.ts";
