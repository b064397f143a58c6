import { createPicture } from "./picture.js";
import { milliseconds, rate, stateWord, whyNoPicture } from "./words.js";

/** @typedef {import("@framewire/viewer").StreamInfo} StreamInfo */

/**
 * One stream on the page: its name, how it does, its picture or why there is none.
 * @param {StreamInfo} first
 */
export function createTile({ name, role }) {
  const dot = element("span", "dot");
  const title = element(role === "remote" ? "h3" : "h2", "name");
  const word = element("span", "word");
  const fps = figure("fps", "Pictures a second", true);
  const bits = figure("rate", "Rate", true);
  const age = figure("age", "age");
  const rtt = figure("rtt", "rtt");
  const figures = element("dl", "figures", fps.box, bits.box, age.box, rtt.box);
  const caption = element("figcaption", "caption", dot, title, word, figures);

  const headline = element("h3", "");
  const detail = element("p", "");
  const words = element("div", "words", headline, detail);
  const frame = element("div", "frame", words);
  const tile = element("figure", "tile", caption, frame);
  const cell = element("li", "cell", tile);
  dot.ariaHidden = "true";

  /** @type {StreamInfo | undefined} */
  let stream;
  let time = 0;
  const picture = createPicture({
    frame,
    alt: role === "local" ? `Our own picture: ${name}` : `Live picture from ${name}`,
    onChange: say,
  });

  function say() {
    if (!stream) return;
    const silent = stream.state === "live" && picture.shown;
    words.hidden = silent;
    if (silent) return;
    const [head, text] = whyNoPicture(stream, time);
    write(headline, head);
    write(detail, text);
    detail.hidden = text === "";
  }

  return {
    cell,
    picture,

    /**
     * @param {StreamInfo} next
     * @param {number} now The gateway's clock, ms.
     */
    update(next, now) {
      stream = next;
      time = now;
      const { width, height, stats, state } = next;
      tile.dataset.state = state;
      if (width && height) tile.style.setProperty("--aspect", String(width / height));
      write(title, next.name);
      write(word, stateWord(next));
      figures.hidden = state !== "live";
      fps.write(stats?.fps, (value) => `${Math.round(value)} fps`);
      bits.write(stats?.rateBitsPerSecond, rate);
      age.write(stats?.ageMs?.p50, milliseconds);
      rtt.write(stats?.rttMs, milliseconds);
      fps.box.title = stats?.dropped === undefined ? "" : `${stats.dropped} pictures were dropped on the way so far.`;
      age.box.title = stats?.ageMs
        ? `From capture to here: half of the pictures took at most ${milliseconds(stats.ageMs.p50)}, 95 of 100 at most ${milliseconds(stats.ageMs.p95)}.`
        : "";
      if (state === "left" || state === "refused" || state === "waiting") picture.clear();
      say();
    },

    remove() {
      picture.clear();
      cell.remove();
    },
  };
}

/**
 * @param {string} kind
 * @param {string} label
 * @param {boolean} [unseen] The value says by its unit what it is.
 */
function figure(kind, label, unseen = false) {
  const term = element("dt", unseen ? "unseen" : "");
  term.textContent = label;
  const value = element("dd", "");
  const box = element("div", kind, term, value);
  return {
    box,
    /**
     * @param {number | undefined} number
     * @param {(value: number) => string} format
     */
    write(number, format) {
      box.hidden = number === undefined;
      if (number !== undefined) write(value, format(number));
    },
  };
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className
 * @param {...Node} children
 */
function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/**
 * Leaves the node alone when nothing changed: a screen reader may be on it.
 * @param {HTMLElement} node
 * @param {string} text
 */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
