import type { CommonOptions } from "../options/common-options.ts";
import { openWebPage, type Page, type PageContext, type WebPageOptions } from "./view.ts";
import { openWindowPage } from "./window-view.ts";

/** Opens what the options ask for: a page for browsers, a window, or nothing. */
export async function openPage(
  { view, ...options }: Pick<CommonOptions, "view"> & WebPageOptions,
  context: PageContext,
): Promise<Page> {
  if (view === "none") return noPage;
  return view === "window" ? openWindowPage(context) : openWebPage(options, context);
}

const noPage: Page = {
  setNotice() {},
  setFarewell() {},
  show: () => ({ update() {}, end() {} }),
  async [Symbol.asyncDispose]() {},
};
