/// <reference lib="dom" />

import { sleep } from "@framewire/media";
import { needs } from "test-support/needs";
import { until } from "test-support/until";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SharedCamera } from "../../src/streams/shared-camera.ts";
import { createViewer, type Viewer } from "../../src/viewer.ts";
import { launchFirefox } from "../../testing/browsers/firefox.ts";
import type { OtherBrowser } from "../../testing/browsers/other-browser.ts";
import { launchWebKit } from "../../testing/browsers/webkit.ts";
import { createNumberedSource, numberCount } from "../../testing/numbered-source.ts";
import { readNumber } from "../../testing/on-page.ts";

const browsers = [
  { name: "Firefox", launch: launchFirefox, calledHere: "Firefox on Linux", programs: ["firefox-esr"] },
  { name: "WebKit", launch: launchWebKit, calledHere: "Safari on Linux", programs: ["WebKitWebDriver", "Xvfb"] },
];

for (const { name, launch, calledHere, programs } of browsers) {
  const { skip, because } = needs(...programs);

  describe.skipIf(skip)(`the page in ${name}${because}`, () => {
    let browser: OtherBrowser;
    let viewer: Viewer;
    let cameras: SharedCamera[];
    let hungUp: boolean;

    beforeAll(async () => {
      browser = await launch();
    }, 60_000);
    afterAll(() => browser?.close());

    beforeEach(async () => {
      cameras = [];
      hungUp = false;
      viewer = await createViewer({
        title: "Kitchen",
        onCamera: (camera) => cameras.push(camera),
        onHangUp: () => {
          hungUp = true;
        },
      });
    });
    afterEach(() => viewer.close());

    /** Opens the page and waits for its first text. The page handles keys from then on. */
    async function open(): Promise<void> {
      await browser.goto(viewer.url);
      await says(/No peer is connected|Ada/);
    }
    function says(pattern: RegExp): Promise<void> {
      const find = async (): Promise<boolean> => pattern.test(await browser.run(textOf, null));
      return until(find, `the page says ${pattern}`, 30_000);
    }
    function click(label: string): Promise<void> {
      return until(() => browser.run(clickOn, label), `the page has a button “${label}”`, 30_000);
    }

    it("shows the frames live and in order, with their figures, and says how they end", async () => {
      const source = await createNumberedSource();
      const ada = viewer.add({ id: "ada", name: "Ada", role: "remote", frames: source.frames });
      await open();
      const seen: number[] = [];
      await until(
        async () => {
          const number = await browser.run(readNumber, "ada");
          if (number >= 0 && number !== seen.at(-1)) seen.push(number);
          // Constant queries would leave Firefox no time to draw.
          await sleep(50);
          return seen.length >= 12;
        },
        "twelve frames were on the page",
        30_000,
      );
      const steps = seen.slice(1).map((number, index) => (number - (seen[index] ?? 0) + numberCount) % numberCount);
      // A step back to an older frame would be a step of nearly all numbers.
      expect(Math.max(...steps)).toBeLessThan(numberCount / 2);
      await says(/Ada Quality (Best|Good|Low)[^\d]* age \d+(\.\d+)? ms Frames per second \d+ fps Rate [\d.]+ [kM]b\/s/);
      await browser.press("g");
      await until(() => browser.run(hasGraph, null), "the page draws the graph", 30_000);
      ada.update({ state: "lost" });
      await says(/Lost/);
    });

    it("shares the camera, whose frames arrive as JPEGs", async () => {
      await open();
      await browser.press("c");
      await says(/, \d+×\d+ Camera/);
      await click("Share");
      await until(() => cameras.length === 1);
      const [camera] = cameras;
      expect(camera?.name).toBe(calledHere);
      const images = new Set<string>();
      for await (const { codec, width, height, data } of camera?.frames() ?? []) {
        expect({ codec, width, height }).toEqual({ codec: "jpeg", width: 1280, height: 720 });
        expect([...data.subarray(0, 2), ...data.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
        images.add(Buffer.from(data).toString("base64"));
        if (images.size === 10) break;
      }
      await browser.press("c");
      await click("Stop sharing");
      expect(await camera?.closed).toMatchObject({ by: "remote", code: "left" });
    });

    it("hangs up by a key", async () => {
      await open();
      await browser.press("\uE007");
      await until(() => hungUp, "the page has hung up", 10_000);
    });
  });
}

// These run in the page.

function hasGraph(): boolean {
  return document.querySelector(".uplot canvas") !== null;
}

/** The visible text of the page. */
function textOf(): string {
  // biome-ignore lint/performance/useDomNodeTextContent: the text of hidden elements does not count.
  return document.body.innerText.replaceAll(/\s+/g, " ");
}

/** Clicks on the button with this label, if there is one. */
function clickOn(label: string): boolean {
  const button = [...document.querySelectorAll("button")].find(
    ({ textContent, disabled }) => textContent.trim() === label && !disabled,
  );
  button?.click();
  return button !== undefined;
}
