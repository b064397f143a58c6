/** Programs and files that tests need, and how to install them. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** A street, ten frames a second at 768 x 576. Part of Debian's opencv-doc. */
export const footage = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";

/** Debian's Python, which has Debian's modules. The first one in PATH may differ. */
export const python = "/usr/bin/python3";

/** A requirement of a test that is neither a program nor a file. */
export interface Need {
  isThere(): boolean;
  /** The command that installs it. */
  readonly remedy: string;
}

interface Remedy {
  /** Debian packages that contain it. */
  readonly packages: string;
  /** A command that succeeds where it is installed. Default: `which`. */
  readonly probe?: readonly [string, ...string[]];
}

const rtspServer = 'import gi; gi.require_version("GstRtspServer", "1.0"); from gi.repository import GstRtspServer';

/** How to install requirements whose package has another name. */
const remedies: Readonly<Record<string, Remedy>> = {
  ip: { packages: "iproute2" },
  pgrep: { packages: "procps" },
  Xvfb: { packages: "xvfb" },
  WebKitWebDriver: { packages: "webkit2gtk-driver" },
  "OpenCV for Python": { packages: "python3-opencv", probe: [python, "-c", "import cv2"] },
  "RTSP server": {
    packages: "python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good",
    probe: [python, "-c", rtspServer],
  },
  [footage]: { packages: "opencv-doc" },
};

function isThere(need: string | Need): boolean {
  if (typeof need !== "string") return need.isThere();
  if (need.startsWith("/")) return existsSync(need);
  const [program, ...args] = remedies[need]?.probe ?? ["which", need];
  return spawnSync(program, args).status === 0;
}

/**
 * Whether a test is skipped on this machine, and the suffix of its name that says why. Programs are given by name, files by
 * path.
 */
export function needs(...all: readonly (string | Need)[]): { readonly skip: boolean; readonly because: string } {
  const missing = [...new Set(all)].filter((need) => !isThere(need));
  const install = missing.flatMap((need) => (typeof need === "string" ? [remedies[need]?.packages ?? need] : []));
  const commands = [
    ...(install.length > 0 ? [`apt-get install ${install.join(" ")}`] : []),
    ...missing.flatMap((need) => (typeof need === "string" ? [] : [need.remedy])),
  ];
  const because = missing.length > 0 ? ` (skipped: needs ${commands.join(" and ")})` : "";
  return { skip: missing.length > 0, because };
}
