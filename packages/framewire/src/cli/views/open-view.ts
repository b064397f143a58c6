/** Opens the view that `--view` names. */
import type { CommonOptions } from "../options/common-options.ts";
import { keepSourceOpen } from "./keep-source-open.ts";
import type { View, ViewContext } from "./view.ts";
import { openWebView, type WebViewOptions } from "./web-view.ts";
import { openWindowView } from "./window-view.ts";

/** Opens a page for browsers, a window, or nothing. */
export async function openView(
  { view, ...options }: Pick<CommonOptions, "view"> & WebViewOptions,
  context: ViewContext,
): Promise<View> {
  if (view === "none") return noView;
  return view === "window" ? openWindowView(context) : openWebView(options, context);
}

const noView: View = {
  setNotice() {},
  showLink() {},
  setFarewell() {},
  show(_, { frames, keepOpen }) {
    if (keepOpen) keepSourceOpen(frames);
    return { update() {}, end() {} };
  },
  async [Symbol.asyncDispose]() {},
};
