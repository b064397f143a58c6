/** The dialog that shares this page's camera. */

import type { ViewerState } from "../../src/streams/state.ts";
import { byId, element, write } from "../dom.ts";
import { quality } from "../format/format.ts";
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

/** Connects the dialog. `onShare` receives the camera that this page shares, and undefined when it ends. */
export function createShareDialog(
  onShare: (camera: OpenCamera | undefined) => void,
  showToast: (text: string) => void,
): ShareDialog {
  const dialog = byId("share", HTMLDialogElement);
  const video = byId("share-preview", HTMLVideoElement);
  const cameras = byId("share-camera", HTMLSelectElement);
  const size = byId("share-size", HTMLSelectElement);
  const start = byId("share-start", HTMLButtonElement);
  const status = byId("share-status", HTMLElement);
  const effect = byId("share-effect", HTMLElement);
  let shared: ViewerState["camera"] | undefined;
  let opened: OpenCamera | undefined;
  let sharing: { readonly camera: OpenCamera; stop(): void } | undefined;
  /** Counts the choices: while a camera opens, another may be chosen. */
  let choice = 0;

  function chosen(): CameraChoice {
    const { width, height } = sizes[size.value] ?? { width: 1280, height: 720 };
    const [kind, value = ""] = cameras.value.split(":", 2) as [string, string?];
    if (kind === "device") return { deviceId: value, width, height };
    return { facing: value === "environment" ? "environment" : "user", width, height };
  }

  /** Opens the chosen camera for a preview. */
  async function preview(): Promise<void> {
    const thisChoice = ++choice;
    release();
    start.disabled = true;
    write(status, "Opening the camera…");
    try {
      const camera = await openCamera(chosen());
      if (thisChoice !== choice || !dialog.open) {
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
      if (thisChoice === choice) write(status, (error as Error).message);
    }
  }

  function show({ stream, mirrored }: OpenCamera): void {
    video.srcObject = stream;
    video.classList.toggle("mirrored", mirrored);
    void video.play().catch(() => {});
  }

  /** Closes a camera that is open for a preview only. */
  function release(): void {
    for (const track of opened?.stream.getTracks() ?? []) track.stop();
    opened = undefined;
    video.srcObject = null;
  }

  /** Adds the cameras by name. Browsers reveal names once people have allowed a camera. */
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
      onStats: ({ demand, fps, level }) => {
        write(
          status,
          demand ? `Sending: ${Math.round(fps)} fps · ${quality(level)} quality` : "No viewer is open at the moment.",
        );
      },
      onConnection: (lost) => write(status, lost === undefined ? "Shared." : `${lost} Trying again…`),
      onEnd(message) {
        sharing = undefined;
        onShare(undefined);
        if (message) showToast(`Your camera is no longer shared. ${message}`);
        render();
        if (dialog.open) void preview();
      },
    });
    sharing = { camera, stop };
    onShare(camera);
    render();
    dialog.close();
    showToast("Your camera is shared.");
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
    write(effect, text);
  }

  cameras.addEventListener("change", () => void preview());
  size.addEventListener("change", () => void preview());
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
      else void preview();
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
