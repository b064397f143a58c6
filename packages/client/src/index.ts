export { type Address, defaultPort, formatAddress, parseAddress } from "./address.ts";
export { connect } from "./connect.ts";
export type { ClientLimits, ClientOptions } from "./options.ts";
export { reconnecting } from "./reconnecting.ts";
