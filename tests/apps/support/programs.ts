import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { isOpenCVBuilt } from "@framewire/capture-opencv";

/** A street: 768 x 576, 10 frames a second. Part of Debian's opencv-doc. */
export const footage = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";

/** How to get what a test needs, by program or file. */
const packages: Readonly<Record<string, string>> = {
  ffmpeg: "ffmpeg",
  ip: "iproute2",
  openbox: "openbox",
  pgrep: "procps",
  tmux: "tmux",
  "RTSP server": "python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good",
  xdotool: "xdotool",
  Xvfb: "xvfb",
  [footage]: "opencv-doc",
};

/** Debian's Python, which has Debian's modules. */
export const python = "/usr/bin/python3";
const rtspServer = 'import gi; gi.require_version("GstRtspServer", "1.0"); from gi.repository import GstRtspServer';

/** OpenCV's binding, which is no program: {@link needs} knows it by this name. */
export const openCV = "OpenCV";

function isThere(name: string): boolean {
  if (name === "RTSP server") return spawnSync(python, ["-c", rtspServer]).status === 0;
  if (name === openCV) return isOpenCVBuilt();
  return name.startsWith("/") ? existsSync(name) : spawnSync("which", [name]).status === 0;
}

/** Whether a test has to be skipped on this machine, and the end of its name that says why. */
export function needs(...names: readonly string[]): { readonly skip: boolean; readonly because: string } {
  const missing = names.filter((name) => !isThere(name));
  const install = missing.filter((name) => name !== openCV).map((name) => packages[name] ?? name);
  const remedies = [
    ...(install.length > 0 ? [`apt-get install ${install.join(" ")}`] : []),
    ...(missing.includes(openCV) ? ["pnpm setup:opencv"] : []),
  ];
  const because = missing.length > 0 ? ` (skipped: needs ${remedies.join(" and ")})` : "";
  return { skip: missing.length > 0, because };
}
