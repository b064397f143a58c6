/**
 * Live video both ways between two machines over one connection.
 *
 * @module
 */
export { parseSource } from "@framewire/capture";
export { connect, reconnecting } from "@framewire/client";
export { jpeg, webp } from "@framewire/codec";
export type { EncodedFrame, VideoFrame, VideoSource } from "@framewire/media";
export type { Connection } from "@framewire/protocol";
export { createPairingKey } from "@framewire/security";
export { listen } from "@framewire/server";
export { pattern } from "@framewire/test-pattern";
