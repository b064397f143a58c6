import type { ViewerState } from "../../src/streams/state.ts";
import { byId, element, write } from "../dom.ts";
import { level } from "../format/format.ts";
import { type CameraChoice, type OpenCamera, openCamera, shareCamera } from "../media/camera.ts";
import { pageId } from "../state/address.ts";

/** The dialog in which people share this page's camera. */
export interface ShareDialog {
  open(): void;
  update(camera: ViewerState["camera"]): void;
  /** This page shares its camera. */
  readonly sharing: boolean;
}

const sizes: Readonly<Record<string, { readonly width: number; readonly height: number }>> = {
  small: { width: 640, height: 360 },
  medium: { width: 1280, height: 720 },
  large: { width: 1920, height: 1080 },
};

/** Brings the dialog to life. `onShare` is told what this page shares, and when it does no more. */
export function createShareDialog(
  onShare: (camera: OpenCamera | undefined) => void,
  say: (text: string) => void,
): ShareDialog {
  const dialog = byId("share", HTMLDialogElement);
  const video = byId("share-preview", HTMLVideoElement);
  const cameras = byId("share-camera", HTMLSelectElement);
  const size = byId("share-size", HTMLSelectElement);
  const start = byId("share-start", HTMLButtonElement);
  const status = byId("share-status", HTMLElement);
  const who = byId("share-who", HTMLElement);
  let shared: ViewerState["camera"] | undefined;
  let opened: OpenCamera | undefined;
  let sharing: { readonly camera: OpenCamera; stop(): void } | undefined;
  /** Counts what was chosen: a camera takes its time to open, and another may be wanted meanwhile. */
  let choice = 0;

  function chosen(): CameraChoice {
    const { width, height } = sizes[size.value] ?? { width: 1280, height: 720 };
    const [kind, value = ""] = cameras.value.split(":", 2) as [string, string?];
    if (kind === "device") return { deviceId: value, width, height };
    return { facing: value === "environment" ? "environment" : "user", width, height };
  }

  /** Shows what the chosen camera sees. */
  async function look(): Promise<void> {
    const own = ++choice;
    release();
    start.disabled = true;
    write(status, "Opening the camera…");
    try {
      const camera = await openCamera(chosen());
      if (own !== choice || !dialog.open) {
        for (const track of camera.stream.getTracks()) track.stop();
        return;
      }
      opened = camera;
      show(camera);
      const { width, height } = camera.track.getSettings();
      write(status, width && height ? `${camera.label || "Camera"}, ${width}×${height}` : camera.label);
      start.disabled = false;
      await listCameras();
    } catch (error) {
      if (own === choice) write(status, (error as Error).message);
    }
  }

  function show({ stream, mirrored }: OpenCamera): void {
    video.srcObject = stream;
    video.classList.toggle("mirrored", mirrored);
    void video.play().catch(() => {});
  }

  /** Closes a camera that was opened for a look only. */
  function release(): void {
    for (const track of opened?.stream.getTracks() ?? []) track.stop();
    opened = undefined;
    video.srcObject = null;
  }

  /** Their names are known once people have allowed one. */
  async function listCameras(): Promise<void> {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const named = devices.filter(({ kind, label }) => kind === "videoinput" && label);
    const known = new Set([...cameras.options].map(({ value }) => value));
    for (const { deviceId, label } of named) {
      if (known.has(`device:${deviceId}`)) continue;
      const option = element("option", "", label);
      option.value = `device:${deviceId}`;
      cameras.append(option);
    }
  }

  function begin(): void {
    const camera = opened;
    if (!camera) return;
    opened = undefined;
    const stop = shareCamera(camera, {
      onStats: ({ watched, fps, level: at }) => {
        write(
          status,
          watched ? `Watched: ${Math.round(fps)} fps, quality ${level(at)}` : "Nobody looks at the moment.",
        );
      },
      onConnection: (lost) => write(status, lost === undefined ? "Shared." : `${lost} Trying again…`),
      onEnd(message) {
        sharing = undefined;
        onShare(undefined);
        if (message) say(`Your camera is no longer shared. ${message}`);
        render();
        if (dialog.open) void look();
      },
    });
    sharing = { camera, stop };
    onShare(camera);
    render();
    dialog.close();
    say("Your camera is shared.");
  }

  function render(): void {
    write(start, sharing ? "Stop sharing" : "Share");
    start.classList.toggle("danger", sharing !== undefined);
    if (sharing) start.disabled = false;
    cameras.disabled = size.disabled = sharing !== undefined;
    const other = shared?.sharedBy != null && shared.sharedBy !== pageId;
    const text = sharing
      ? "Your camera is shared: the others see it in place of this side's own pictures."
      : other
        ? `${shared?.name ?? "Another page"} shares its camera now. Yours would take its place.`
        : "The others see it in place of this side's own pictures.";
    write(who, text);
  }

  cameras.addEventListener("change", () => void look());
  size.addEventListener("change", () => void look());
  start.addEventListener("click", () => {
    if (sharing) sharing.stop();
    else begin();
  });
  dialog.addEventListener("close", () => {
    choice++;
    release();
  });
  addEventListener("pagehide", () => sharing?.stop());

  return {
    open() {
      render();
      dialog.showModal();
      if (sharing) show(sharing.camera);
      else void look();
    },
    update(camera) {
      shared = camera;
      render();
    },
    get sharing() {
      return sharing !== undefined;
    },
  };
}
