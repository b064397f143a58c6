export { type App, runApp } from "./app.ts";
export type { AppEvent, Flow, StatsEvent, Totals } from "./events.ts";
export { type HangUp, listenForHangUp } from "./hang-up.ts";
export { lanAddress, type NetworkAddress, networkAddresses } from "./lan-address.ts";
export type { CommonOptions } from "./options.ts";
export { parseDuration, parseWhole } from "./parse.ts";
export type { Reporter } from "./reporter.ts";
export { type Running, runCommand } from "./run-command.ts";
export { runSession } from "./session.ts";
