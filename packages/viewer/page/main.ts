import { letCopy } from "./components/copy-button.ts";
import { type Presence, showNobody, showNotice, whyNobody } from "./components/empty-state.ts";
import { canFillScreen, toggleFullScreen } from "./components/full-screen.ts";
import { createOwn } from "./components/self-view.ts";
import { createShareDialog } from "./components/share-dialog.ts";
import { say } from "./components/toast.ts";
import { letBarWork } from "./components/toolbar.ts";
import { createStage } from "./components/video-grid.ts";
import { byId, write } from "./dom.ts";
import { clock, summaryOf } from "./format/format.ts";
import { createPictureInPicture } from "./media/picture-in-picture.ts";
import { saveSnapshot } from "./media/save-snapshot.ts";
import { newsBetween } from "./state/announcements.ts";
import { followGateway } from "./state/follow-gateway.ts";
import { hangUp } from "./state/hang-up.ts";
import { watchIdle } from "./state/idle.ts";
import { createKeepAwake } from "./state/keep-awake.ts";
import { listenForKeys } from "./state/keyboard-shortcuts.ts";
import { watchVisibility } from "./state/visibility.ts";

let state: Presence["state"];
let away: Presence["away"];
/** The gateway's clock minus ours, in milliseconds. */
let offset = 0;
let seen = !document.hidden;
let paused = false;
let graph = false;

const stage = createStage(byId("remote", HTMLUListElement), render);
const own = createOwn(byId("own", HTMLElement), render);
const pip = createPictureInPicture(render);
const share = createShareDialog((camera) => own.preview(camera), say);
const keepAwake = createKeepAwake();
const help = byId("help", HTMLDialogElement);

const commands = {
  all: () => stage.pick(undefined),
  pause() {
    paused = !paused;
    render();
  },
  snapshot: () => void saveSnapshot(stage.subject ?? own.tile),
  graph() {
    graph = !graph;
    render();
  },
  pip: () => void pip.toggle(stage.subject ?? own.tile),
  full: () => void toggleFullScreen(),
  share() {
    if (state?.camera.offered) share.open();
  },
  help: () => help.showModal(),
  hangUp() {
    if (state?.canHangUp && !state.ended) void hangUp();
  },
};
const bar = letBarWork(commands);
letCopy();
watchIdle();
watchVisibility((visible) => {
  seen = visible;
  render();
});
listenForKeys(
  {
    Enter: commands.hangUp,
    " ": commands.pause,
    s: commands.snapshot,
    g: commands.graph,
    p: commands.pip,
    f: commands.full,
    c: commands.share,
    o: own.toggle,
    "?": commands.help,
    0: commands.all,
    Escape: commands.all,
    ...Object.fromEntries(Array.from({ length: 9 }, (_, index) => [index + 1, () => stage.pickAt(index)])),
  },
  byId("keys-on", HTMLInputElement),
);

void followGateway({
  onState(next) {
    offset = next.time - Date.now();
    const news = newsBetween(state, next);
    if (news) write(byId("news", HTMLElement), news);
    state = next;
    away = undefined;
    render();
  },
  onAway(why) {
    away = { why, since: away?.since ?? Date.now() };
    render();
  },
});
// The words say how long it is since something happened.
setInterval(render, 1000);

function render(): void {
  const over = state?.ended != null || away?.why === "unauthorised";
  const streams = over ? [] : (state?.streams ?? []);
  const remotes = streams.filter(({ role }) => role === "remote");
  const locals = streams.filter(({ role }) => role === "local");
  const looks = seen && away === undefined;
  const view = { time: Date.now() + offset, paused, graph, looks, elsewhere: pip.id };
  stage.update(remotes, view);
  own.update(locals, view);

  const nobody = remotes.length === 0;
  byId("nobody", HTMLElement).hidden = !nobody;
  if (nobody) showNobody(whyNobody({ state, away }));
  showNotice(nobody ? "" : (state?.notice ?? ""), state?.command ?? "");
  const gone = away && !nobody ? `The viewer has not answered since ${clock(away.since)}. Trying again…` : "";
  write(byId("away", HTMLElement), gone);

  const title = state?.title ?? "Framewire";
  const summary = over ? "" : summaryOf(remotes);
  write(byId("title", HTMLElement), title);
  document.title = summary ? `${summary} · ${title}` : title;
  const { body } = document;
  body.toggleAttribute("data-away", away !== undefined);
  body.toggleAttribute("data-watching", remotes.some(({ state: now }) => now === "live") && !away);

  if (state) share.update(state.camera);
  const offered = state?.camera.offered === true && !over;
  bar.update({
    pictures: streams.length > 0,
    picked: stage.picked !== undefined,
    paused,
    graph,
    pip: pip.possible,
    full: canFillScreen(),
    share: offered,
    sharing: share.sharing,
    hangUp: state?.canHangUp === true && !over && away === undefined,
  });
  keepAwake(seen && !paused && remotes.some(({ state: now }) => now === "live"));
}
