/** Reads the size of an H.264 picture from its sequence parameter set. */
import type { ImageSize } from "@framewire/codec/validate";
import { BitReader } from "./bit-reader.ts";

/** Longest parameter set that is read, in bytes. Real ones are shorter than a hundred. */
const maxBytes = 1024;

/**
 * Reads a sequence parameter set (ITU-T H.264, clause 7.3.2.1.1), the NAL unit with its header. Returns the size after
 * cropping, or `undefined` where the unit is damaged or the size is empty.
 */
export function readH264Sps(unit: Uint8Array): ImageSize | undefined {
  if (unit.length > maxBytes) return undefined;
  const reader = new BitReader(unit.subarray(1));
  const profile = reader.bits(8);
  reader.bits(16); // constraint flags, level
  reader.ue(); // seq_parameter_set_id
  const chroma = highProfiles.has(profile) ? readChroma(reader) : 1;
  reader.ue(); // log2_max_frame_num_minus4
  skipPictureOrder(reader);
  reader.ue(); // max_num_ref_frames
  reader.flag(); // gaps_in_frame_num_value_allowed_flag
  const columns = reader.ue() + 1;
  const rows = reader.ue() + 1;
  const progressive = reader.flag();
  if (!progressive) reader.flag(); // mb_adaptive_frame_field_flag
  reader.flag(); // direct_8x8_inference_flag
  const [left, right, top, bottom] = reader.flag()
    ? [reader.ue(), reader.ue(), reader.ue(), reader.ue()]
    : [0, 0, 0, 0];
  const rowUnit = progressive ? 1 : 2;
  const width = 16 * columns - (left + right) * (chroma === 1 || chroma === 2 ? 2 : 1);
  const height = 16 * rows * rowUnit - (top + bottom) * (chroma === 1 ? 2 : 1) * rowUnit;
  return reader.overrun || width < 1 || height < 1 ? undefined : { width, height };
}

/** Profiles whose parameter sets have the fields for chroma and scaling. */
const highProfiles: ReadonlySet<number> = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** Reads the fields of the high profiles. Returns chroma_format_idc: 0 is grey, 1 is 4:2:0, 2 is 4:2:2, 3 is 4:4:4. */
function readChroma(reader: BitReader): number {
  const chroma = reader.ue();
  if (chroma === 3) reader.flag(); // separate_colour_plane_flag
  reader.ue(); // bit_depth_luma_minus8
  reader.ue(); // bit_depth_chroma_minus8
  reader.flag(); // qpprime_y_zero_transform_bypass_flag
  if (reader.flag()) {
    for (let list = 0; list < (chroma === 3 ? 12 : 8); list++) {
      if (reader.flag()) skipScalingList(reader, list < 6 ? 16 : 64);
    }
  }
  return chroma;
}

function skipScalingList(reader: BitReader, size: number): void {
  let [last, next] = [8, 8];
  for (let i = 0; i < size && next !== 0; i++) {
    next = (last + reader.se() + 256) % 256;
    if (next !== 0) last = next;
  }
}

function skipPictureOrder(reader: BitReader): void {
  const kind = reader.ue();
  if (kind === 0) reader.ue(); // log2_max_pic_order_cnt_lsb_minus4
  if (kind !== 1) return;
  reader.flag();
  reader.se();
  reader.se();
  const cycle = Math.min(reader.ue(), 255);
  for (let i = 0; i < cycle; i++) reader.se();
}
