import { letBarWork } from "./bar.ts";
import { letCopy } from "./command.ts";
import { byId, write } from "./dom.ts";
import { followGateway } from "./follow-gateway.ts";
import { canFillScreen, toggleFullScreen } from "./full-screen.ts";
import { hangUp } from "./hang-up.ts";
import { watchIdle } from "./idle.ts";
import { createKeepAwake } from "./keep-awake.ts";
import { listenForKeys } from "./keys.ts";
import { newsBetween } from "./news.ts";
import { type Presence, showNobody, showNotice, whyNobody } from "./nobody.ts";
import { createOwn } from "./own.ts";
import { createPictureInPicture } from "./picture-in-picture.ts";
import { saveSnapshot } from "./save-snapshot.ts";
import { createShareDialog } from "./share-dialog.ts";
import { createStage } from "./stage.ts";
import { say } from "./toast.ts";
import { watchVisibility } from "./visibility.ts";
import { clock, summaryOf } from "./words.ts";

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
