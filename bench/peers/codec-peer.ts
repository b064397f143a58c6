/**
 * The JPEG codec that apps use, in a process of its own, as tjbench is one. Its arguments are width and height; for each
 * line that it reads it encodes and decodes for a moment, and says what that took.
 */
import { createInterface } from "node:readline";
import { jpeg } from "@framewire/codec";
import { pictureOf, quality } from "../codec/picture.ts";
import { throughCodec } from "../codec/way.ts";

const [width = 0, height = 0] = process.argv.slice(2).map(Number);
const way = await throughCodec(jpeg.name, jpeg, pictureOf(width, height), quality);
for await (const _ of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await way.run())}\n`);
}
