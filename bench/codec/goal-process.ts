/**
 * The JPEG codec that apps use, in a process of its own, as tjbench is. Arguments: width and height. Answers each request
 * with the cost of a turn.
 */
import { jpeg } from "@framewire/codec";
import { footage } from "../footage.ts";
import { requests, sendMessage } from "../peer.ts";
import { throughCodec } from "./each-codec.ts";

const [width = 0, height = 0] = process.argv.slice(2).map(Number);
const [frame] = footage(width, height, 1);
if (!frame) throw new Error("The footage has no frame.");
const candidate = await throughCodec(jpeg.name, jpeg, frame);
for await (const _ of requests()) sendMessage(await candidate.run());
process.exit();
