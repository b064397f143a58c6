/** Constants of FFmpeg 8 (libavutil, libavcodec). */
import type { PixelFormat } from "@framewire/media";

/** AV_PIX_FMT_YUV420P. */
export const yuv420p = 0;

/** AV_PIX_FMT_RGB24, AV_PIX_FMT_BGR24, AV_PIX_FMT_RGBA. */
export const pixelFormats: Readonly<Record<PixelFormat, number>> = { RGB: 2, BGR: 3, RGBA: 26 };

/** AV_PICTURE_TYPE_NONE and AV_PICTURE_TYPE_I: the encoder chooses, or makes a key frame. */
export const pictureType = { any: 0, intra: 1 } as const;

/** AV_CODEC_ID_H264. */
export const codecIdH264 = 27;

/** AV_CODEC_FLAG_LOW_DELAY: the decoder returns a frame without waiting for one that it could be shown after. */
export const flagLowDelay = 0x80000;

/** AVCOL_SPC_RGB, and AVCOL_SPC_SMPTE170M with its primaries and transfer: BT.601, as in JPEG. */
export const colourSpace = { rgb: 0, bt601: 6 } as const;

/** AVCOL_RANGE_MPEG and AVCOL_RANGE_JPEG: luma from 16 to 235, or from 0 to 255. */
export const colourRange = { limited: 1, full: 2 } as const;

/** AV_FRAME_FLAG_CORRUPT: the frame may be damaged. */
export const flagCorrupt = 1;

/** AV_OPT_SEARCH_CHILDREN: an option of the encoder behind a codec context. */
export const searchChildren = 1;

/** AV_LOG_QUIET. */
export const logQuiet = -8;
