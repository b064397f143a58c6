/**
 * What this package's own sources are made with, for sources elsewhere.
 *
 * @module
 */
export { createFilePace, type FilePace } from "./source-kit/file-pace.ts";
export { createOutageLog, type OutageLog } from "./source-kit/outage-log.ts";
