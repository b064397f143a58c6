/**
 * What this package's own sources are made with, for sources elsewhere.
 *
 * @module
 */
export { createFilePace, type FilePace } from "./file-pace.ts";
export { createOutageLog, type OutageLog } from "./outage-log.ts";
