/** The formats and the names of video files. */

/**
 * Formats that contain one video and, unlike playlists, cannot refer to another file or address, as ffmpeg names them:
 * containers, codecs without one, and recorders of cameras (`dhav` is Dahua's, `mxg` Mobotix').
 */
export const fileFormats: string =
  "avi,matroska,mov,mpegts,mpeg,nut,ogg,flv,live_flv,asf,rm,mxf,gxf,dv,ivr,wtv,pva,nuv,nsv,dhav,ifv,mxg,lvf," +
  "mjpeg,smjpeg,mpegvideo,h261,h263,h264,hevc,m4v,ivf,obu,av1,vc1,vc1test,dirac,dnxhd,cavsvideo,avs2,avs3," +
  "yuv4mpegpipe,gif,apng,swf,flic,smk,bink,roq";

/** Matches a word that has the extension of a video. */
export const videoFileName: RegExp =
  /\.(?:avi|divx|mkv|webm|mp4|m4v|mov|qt|ts|mts|m2ts?|mpe?g|mp[12v]|m[12]v|vob|mjpe?g|nut|og[gvm]|flv|f4v|wmv|asf|gif|apng|h?26[345]|avc|hevc|ivf|mxf|y4m|dv|dav|mxg|obu|3gp|3g2|wtv)$/i;
