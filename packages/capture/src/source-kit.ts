/**
 * The parts that the sources of this package share, for sources in other packages.
 *
 * @module
 */
export { createFilePace, type FilePace } from "./source-kit/file-pace.ts";
export { createOutageLog, type OutageLog } from "./source-kit/outage-log.ts";
