/** Full screen. */

/** Whether this browser supports full screen. */
export function canFillScreen(): boolean {
  return document.fullscreenEnabled === true;
}

/** Enters or leaves full screen. */
export async function toggleFullScreen(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen({ navigationUI: "hide" }).catch(() => {});
}
