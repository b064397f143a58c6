import { jpegSharp, jpegTurbo } from "@framewire/codec";
import type { EncodedFrame } from "@framewire/media";
import { pattern } from "@framewire/test-pattern";
import { expect, it } from "vitest";
import { padJpeg } from "./pad-jpeg.ts";

async function encodePattern(): Promise<EncodedFrame> {
  for await (const frame of pattern({ width: 160, height: 90 })()) {
    const encoder = jpegSharp.createEncoder();
    const encoded = await encoder.encode(frame);
    await encoder.close();
    return encoded;
  }
  throw new Error("The pattern yielded no frame.");
}

it("has exactly the requested length, and decodes to the same pixels", async () => {
  const frame = await encodePattern();
  const { length } = frame.data;
  const edges = [4, 5, 70, 65_536, 65_537, 65_538, 65_539, 65_540, 65_541, 65_542, 131_074, 131_075, 131_076, 131_077];
  for (const decoder of [jpegSharp, jpegTurbo ?? jpegSharp].map((codec) => codec.createDecoder())) {
    const same = await decoder.decode(frame);
    for (const more of [...edges, 900_000]) {
      const data = padJpeg(frame.data, length + more);
      expect(data.length).toBe(length + more);
      const decoded = await decoder.decode({ ...frame, data });
      expect(Buffer.compare(decoded.data, same.data)).toBe(0);
    }
    await decoder.close();
  }
});

it("is the same JPEG if nothing needs to be added", async () => {
  const { data } = await encodePattern();
  for (const bytes of [0, data.length - 1, data.length, data.length + 3]) expect(padJpeg(data, bytes)).toBe(data);
});
