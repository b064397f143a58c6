/** H.264 as far as frames in it are checked without a library. */
import type { ImageFormat } from "@framewire/codec/validate";
import { nalUnits, startsWithStartCode } from "../bitstream/annex-b.ts";
import { readH264Sps } from "../bitstream/h264-sps.ts";

/** H.264, ITU-T H.264, in its byte stream format (annex B). The size is known of key frames, which have parameter sets. */
export const h264Format: ImageFormat = {
  name: "h264",
  maxSide: 8192,
  validate(data) {
    return startsWithStartCode(data) ? undefined : "the data does not start as h264 does, with a start code (annex B).";
  },
  readHeader(data) {
    for (const unit of nalUnits(data)) {
      const type = (unit[0] ?? 0) & 31;
      if (type === sequenceParameterSet) {
        const size = readH264Sps(unit);
        return size && { ...size, hasIccProfile: false };
      }
      if (type >= 1 && type <= 5) return undefined;
    }
    return undefined;
  },
};

/** nal_unit_type of a sequence parameter set. 1 to 5 are slices. */
const sequenceParameterSet = 7;
