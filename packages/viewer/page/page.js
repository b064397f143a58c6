import { followGateway } from "./gateway.js";
import { layOut } from "./grid.js";
import { createTile } from "./tile.js";
import { clock, newsOf, summaryOf } from "./words.js";

/** @typedef {import("@framewire/viewer").ViewerState} ViewerState */
/** @typedef {import("@framewire/viewer").StreamInfo} StreamInfo */

/** A browser opens six connections to a host: one carries the state, one is for snapshots. */
const liveAtMost = 4;

const remote = byId("remote");
const local = byId("local");
const nobody = byId("nobody");
const notice = byId("notice");
const news = byId("news");
const away = byId("away");

/** @type {Map<string, ReturnType<typeof createTile> & { info: StreamInfo }>} */
const tiles = new Map();
/** @type {ViewerState | undefined} */
let state;
/** The gateway's clock minus ours, ms. */
let offset = 0;
/** Counts the connections to the gateway: after a new one all pictures begin anew. */
let session = 0;
/** @type {number | undefined} */
let awaySince;

followGateway({
  onOpen() {
    session++;
    awaySince = undefined;
    document.body.dataset.gateway = "here";
  },
  onState(next) {
    offset = next.time - Date.now();
    tellNews(next);
    state = next;
    render();
  },
  onAway() {
    awaySince ??= Date.now();
    document.body.dataset.gateway = "away";
    render();
  },
  onHidden() {
    for (const { picture } of tiles.values()) picture.clear();
  },
});
new ResizeObserver(() => layOut(remote, local)).observe(/** @type {HTMLElement} */ (remote.parentElement));
setInterval(render, 1000);
byId("copy").addEventListener("click", copyCommand);

function render() {
  write(away, awaySince === undefined ? "" : `The viewer has not answered since ${clock(awaySince)}. Trying again…`);
  if (!state) return;
  const { streams, title } = state;
  const remotes = streams.filter(({ role }) => role === "remote");
  const ordered = [...remotes, ...streams.filter(({ role }) => role === "local")];
  const ids = new Set(streams.map(({ id }) => id));
  for (const [id, tile] of tiles) {
    if (ids.has(id)) continue;
    tile.remove();
    tiles.delete(id);
  }
  for (const stream of ordered) show(stream);
  if (awaySince === undefined && !document.hidden) lookAt(ordered.filter((stream) => stream.state === "live"));

  const summary = summaryOf(remotes);
  write(byId("title"), title);
  write(byId("summary"), remotes.length > 1 ? summary : "");
  document.title = summary ? `${summary} · ${title}` : title;
  tellWhyNobody(remotes.length > 0);
  layOut(remote, local);
}

/** @param {StreamInfo} stream */
function show(stream) {
  let tile = tiles.get(stream.id);
  if (tile && (tile.info.role !== stream.role || tile.info.name !== stream.name)) {
    tile.remove();
    tile = undefined;
  }
  if (!tile) {
    tile = Object.assign(createTile(stream), { info: stream });
    tiles.set(stream.id, tile);
    (stream.role === "local" ? local : remote).append(tile.cell);
  }
  tile.info = stream;
  tile.update(stream, Date.now() + offset);
}

/** @param {readonly StreamInfo[]} live */
function lookAt(live) {
  for (const [index, { id, generation, since }] of live.entries()) {
    const key = `${session} ${generation} ${since}`;
    const picture = tiles.get(id)?.picture;
    if (index < liveAtMost) picture?.follow(id, key);
    else picture?.poll(id, key);
  }
}

/** @param {boolean} somebody */
function tellWhyNobody(somebody) {
  const text = state?.notice ?? "";
  const command = state?.command ?? "";
  nobody.hidden = somebody;
  write(byId("nobody-why"), text || "Pictures appear here as soon as somebody connects.");
  write(byId("nobody-command"), command);
  /** @type {HTMLElement} */ (byId("nobody-command").parentElement).hidden = command === "";
  notice.hidden = !somebody || text === "";
  write(byId("notice-why"), text);
  write(byId("notice-command"), command);
  byId("notice-command").hidden = command === "";
}

/** @param {ViewerState} next */
function tellNews(next) {
  if (!state) return;
  const before = new Map(state.streams.map((stream) => [stream.id, stream]));
  const changed = next.streams.filter(({ id, state: now }) => before.get(id)?.state !== now).map(newsOf);
  const ids = new Set(next.streams.map(({ id }) => id));
  const gone = state.streams.filter(({ id }) => !ids.has(id)).map(({ name }) => `${name} is no longer here.`);
  if (changed.length + gone.length > 0) news.textContent = [...changed, ...gone].join(" ");
}

async function copyCommand() {
  const button = byId("copy");
  const code = byId("nobody-command");
  try {
    await navigator.clipboard.writeText(code.textContent ?? "");
    button.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy";
    }, 2000);
  } catch {
    // Not on an address that browsers trust: let the person's own copy key do it.
    getSelection()?.selectAllChildren(code);
  }
}

/**
 * @param {HTMLElement} node
 * @param {string} text
 */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element "${id}".`);
  return found;
}
