/**
 * The common parts of the sources of this package, for sources in other packages.
 *
 * @module
 */
export { createFilePace, type FilePace } from "./source-kit/file-pace.ts";
export { createOutageLog, type OutageLog } from "./source-kit/outage-log.ts";
export { redactAddress, redactText } from "./source-kit/redact-address.ts";
export { hrefWithZone, parseStreamUrl, type StreamUrl } from "./source-kit/stream-url.ts";
