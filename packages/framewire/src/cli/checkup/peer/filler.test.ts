import { jpegSharp, jpegTurbo } from "@framewire/codec";
import type { EncodedFrame } from "@framewire/media";
import { pattern } from "@framewire/test-pattern";
import { expect, it } from "vitest";
import { fillJpeg } from "./filler.ts";

async function picture(): Promise<EncodedFrame> {
  for await (const frame of pattern({ width: 160, height: 90 })()) {
    const encoder = jpegSharp.createEncoder();
    const encoded = await encoder.encode(frame);
    await encoder.close();
    return encoded;
  }
  throw new Error("The pattern gave none.");
}

it("has exactly as many bytes as asked for, and the same picture for every decoder", async () => {
  const frame = await picture();
  const { length } = frame.data;
  const edges = [4, 5, 70, 65_536, 65_537, 65_538, 65_539, 65_540, 65_541, 65_542, 131_074, 131_075, 131_076, 131_077];
  for (const decoder of [jpegSharp, jpegTurbo ?? jpegSharp].map((codec) => codec.createDecoder())) {
    const same = await decoder.decode(frame);
    for (const more of [...edges, 900_000]) {
      const data = fillJpeg(frame.data, length + more);
      expect(data.length).toBe(length + more);
      const decoded = await decoder.decode({ ...frame, data });
      expect(Buffer.compare(decoded.data, same.data)).toBe(0);
    }
    await decoder.close();
  }
});

it("is the picture itself where nothing is to be added", async () => {
  const { data } = await picture();
  for (const bytes of [0, data.length - 1, data.length, data.length + 3]) expect(fillJpeg(data, bytes)).toBe(data);
});
