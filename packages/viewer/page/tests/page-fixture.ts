/// <reference lib="dom" />

import type { Browser } from "playwright-core";
import { launchChromium } from "test-support/chromium";
import { openTab, type Tab } from "test-support/tab";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { ViewerStream } from "../../src/streams/stream.ts";
import { createViewer, type Viewer, type ViewerOptions } from "../../src/viewer.ts";
import { createNumberedSource, type NumberedSource } from "../../testing/numbered-source.ts";

/** Chromium with a new tab for each test, and a viewer that the test starts. */
export interface PageFixture {
  readonly browser: Browser;
  readonly tab: Tab;
  readonly viewer: Viewer;
  start(options?: ViewerOptions): Promise<void>;
  /** Adds a stream of numbered frames, named after its id. */
  add(id: string, role?: "remote" | "local"): Promise<NumberedSource & { handle: ViewerStream }>;
  /** How many readers each stream has. */
  readers(): number[];
  /** Waits until a text is visible on the page. */
  hasText(text: string | RegExp): Promise<void>;
}

/** Sets up the hooks of a {@link PageFixture}. Call it in a `describe`. */
export function usePage(): PageFixture {
  let browser: Browser;
  let tab: Tab;
  let viewer: Viewer;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    tab = await openTab(browser);
  });
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
    await viewer?.close();
  });

  return {
    get browser() {
      return browser;
    },
    get tab() {
      return tab;
    },
    get viewer() {
      return viewer;
    },
    async start(options = {}) {
      viewer = await createViewer({ title: "Kitchen", ...options });
    },
    async add(id, role = "remote") {
      const source = await createNumberedSource();
      const name = role === "local" ? "Kitchen (this side)" : id[0]?.toUpperCase() + id.slice(1);
      const handle = viewer.add({ id, name, role, frames: source.frames });
      return Object.assign(source, { handle });
    },
    readers: () => viewer.state().streams.map(({ readers }) => readers.count),
    hasText: (text) => tab.page.getByText(text).filter({ visible: true }).first().waitFor(),
  };
}
