import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** A street: 768 x 576, 10 frames a second. Part of Debian's opencv-doc. */
export const footage = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";

/** How to get what a test needs, by program or file. */
const packages: Readonly<Record<string, string>> = {
  ffmpeg: "ffmpeg",
  ip: "iproute2",
  pgrep: "procps",
  tmux: "tmux",
  "RTSP server": "python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good",
  [footage]: "opencv-doc",
};

/** Debian's Python, which has Debian's modules. */
export const python = "/usr/bin/python3";
const rtspServer = 'import gi; gi.require_version("GstRtspServer", "1.0"); from gi.repository import GstRtspServer';

function isThere(name: string): boolean {
  if (name === "RTSP server") return spawnSync(python, ["-c", rtspServer]).status === 0;
  return name.startsWith("/") ? existsSync(name) : spawnSync("which", [name]).status === 0;
}

/** Whether a test has to be skipped on this machine, and the end of its name that says why. */
export function needs(...names: readonly string[]): { readonly skip: boolean; readonly because: string } {
  const install = names.filter((name) => !isThere(name)).map((name) => packages[name] ?? name);
  const because = install.length > 0 ? ` (skipped: needs apt-get install ${install.join(" ")})` : "";
  return { skip: install.length > 0, because };
}
