/** JPEGs for tests. */
import { jpegSharp } from "@framewire/codec";
import type { EncodedFrame } from "@framewire/media";

const [red, blue] = [
  [200, 60, 40],
  [20, 40, 200],
] as const;

/** A frame whose left half is red and whose right half is blue, as it is stored. */
export async function redAndBlue(width: number, height: number): Promise<EncodedFrame> {
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const x = Math.floor(i / 3) % width;
    return (x < width / 2 ? red : blue)[i % 3] ?? 0;
  });
  const encoder = jpegSharp.createEncoder({ quality: 95 });
  const frame = await encoder.encode({ sequence: 1, timestamp: 0, format: "RGB", width, height, data });
  await encoder.close();
  return frame;
}

/** The same with Exif orientation 6: it is to be turned by 90 degrees clockwise, and is then red at the top. */
export function turned({ width, height, data, ...frame }: EncodedFrame): EncodedFrame {
  const directory = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
  return { ...frame, width: height, height: width, data: withSegment(data, 0xe1, `Exif\0\0${directory}`) };
}

/** The same with a colour profile, which is too short to be valid. */
export function profiled(frame: EncodedFrame): EncodedFrame {
  return { ...frame, data: withSegment(frame.data, 0xe2, "ICC_PROFILE\0\x01\x01profile") };
}

function withSegment(data: Uint8Array, marker: number, text: string): Uint8Array {
  const body = Buffer.from(text, "latin1");
  const head = [0xff, marker, 0, body.length + 2];
  return Uint8Array.from([...data.subarray(0, 2), ...head, ...body, ...data.subarray(2)]);
}

/** Whether a colour is rather red (1) or blue (-1). Red is the first of the three values. */
export function hue([first = 0, , third = 0]: Iterable<number> & ArrayLike<number>): number {
  return Math.sign(first - third);
}
