/** Whether this browser can fill the screen with a page. */
export function canFillScreen(): boolean {
  return document.fullscreenEnabled === true;
}

/** Fills the screen with the page, or ends that. */
export async function toggleFullScreen(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen({ navigationUI: "hide" }).catch(() => {});
}
