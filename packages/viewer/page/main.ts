/** The viewer's page: joins the gateway's state, the components and the commands. */

import { emptyStateOf, type GatewayView, showEmptyState, showNotice } from "./components/empty-state.ts";
import { createInvitationCards } from "./components/invitation-cards.ts";
import { createSelfView } from "./components/self-view.ts";
import { createShareDialog } from "./components/share-dialog.ts";
import { createToolbar } from "./components/toolbar.ts";
import { createVideoGrid } from "./components/video-grid.ts";
import { byId, write } from "./dom.ts";
import { clock, titleOf } from "./format/format.ts";
import { canFillScreen, toggleFullScreen } from "./media/full-screen.ts";
import { createPictureInPicture } from "./media/picture-in-picture.ts";
import { saveSnapshot } from "./media/save-snapshot.ts";
import { announcementsBetween } from "./state/announcements.ts";
import { followGateway } from "./state/follow-gateway.ts";
import { followInvitation } from "./state/follow-invitation.ts";
import { createHangUp } from "./state/hang-up.ts";
import { trackIdle } from "./state/idle.ts";
import { createKeepAwake } from "./state/keep-awake.ts";
import { listenForKeys } from "./state/keyboard-shortcuts.ts";
import { onVisibilityChange } from "./state/visibility.ts";
import { showToast } from "./toast.ts";

let state: GatewayView["state"];
let outage: GatewayView["outage"];
/** Counts the outages: another gateway may answer after one, with another invitation. */
let outages = 0;
/** The gateway's clock minus ours, in milliseconds. */
let offset = 0;
let visible = !document.hidden;
let paused = false;
let graph = false;

const videoGrid = createVideoGrid(byId("remote", HTMLUListElement), render);
const selfView = createSelfView(byId("self-view", HTMLElement), render);
const pip = createPictureInPicture(render);
const share = createShareDialog((camera) => selfView.preview(camera), showToast);
const cards = createInvitationCards();
const invitation = followInvitation(render);
const hangUp = createHangUp();
const keepAwake = createKeepAwake();
const help = byId("help", HTMLDialogElement);

const commands = {
  all: () => videoGrid.pick(undefined),
  pause() {
    paused = !paused;
    render();
  },
  snapshot: () => void saveSnapshot(videoGrid.current ?? selfView.tile),
  graph() {
    graph = !graph;
    render();
  },
  pip: () => void pip.toggle(videoGrid.current ?? selfView.tile),
  full: () => void toggleFullScreen(),
  share() {
    if (state?.camera.offered && isAlive()) share.open();
  },
  help: () => help.showModal(),
  hangUp() {
    if (!state?.canHangUp || !isAlive()) return;
    hangUp(state.streams.filter(({ role, state: now }) => role === "remote" && now === "live").length);
  },
};
const toolbar = createToolbar(commands);
byId("share-this", HTMLButtonElement).addEventListener("click", commands.share);
byId("enter-code", HTMLButtonElement).addEventListener("click", () => location.reload());
trackIdle();
onVisibilityChange((isVisible) => {
  visible = isVisible;
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
    o: selfView.toggle,
    "?": commands.help,
    0: commands.all,
    Escape: commands.all,
    ...Object.fromEntries(Array.from({ length: 9 }, (_, index) => [index + 1, () => videoGrid.pickAt(index)])),
  },
  byId("keys-on", HTMLInputElement),
);

void followGateway({
  onState(next) {
    offset = next.time - Date.now();
    const announcements = announcementsBetween(state, next);
    if (announcements) write(byId("announcements", HTMLElement), announcements);
    state = next;
    outage = undefined;
    render();
  },
  onOutage(reason, detail) {
    if (!outage) outages++;
    outage = { reason, detail, since: outage?.since ?? Date.now() };
    render();
  },
});
// Some texts contain the time since an event.
setInterval(render, 1000);

/** The gateway answers, and has not ended. */
function isAlive(): boolean {
  return state !== undefined && state.ended === null && outage === undefined;
}

function render(): void {
  const ended = state?.ended != null || outage?.reason === "unauthorised";
  const streams = ended ? [] : (state?.streams ?? []);
  const remotes = streams.filter(({ role }) => role === "remote");
  const locals = streams.filter(({ role }) => role === "local");
  const view = {
    time: Date.now() + offset,
    paused,
    graph,
    visible: visible && outage === undefined,
    inPictureInPicture: pip.id,
  };
  videoGrid.update(remotes, view);
  selfView.update(locals, view);

  const isEmpty = remotes.length === 0;
  const offered = state?.camera.offered === true && !ended;
  const onPhone = matchMedia("(hover: none) and (pointer: coarse)").matches && offered && isAlive();
  byId("empty-state", HTMLElement).hidden = !isEmpty;
  const phoneLabel = share.sharing ? "Your camera is shared" : "Share this phone's camera";
  if (isEmpty) showEmptyState(emptyStateOf({ state, outage }), onPhone ? phoneLabel : undefined);
  showNotice(isEmpty || !isAlive() ? "" : (state?.notice ?? ""));
  invitation.follow(state?.invites && isAlive() ? `${outages} ${state.command}` : undefined);
  cards.update({
    invitation: invitation.current,
    plain: isAlive() ? (state?.command ?? null) : null,
    cards: isAlive() && !onPhone,
  });
  const outageText =
    outage && !isEmpty ? `The viewer has not answered since ${clock(outage.since)}. Trying again…` : "";
  write(byId("outage", HTMLElement), outageText);

  const title = state?.title ?? "Framewire";
  write(byId("title", HTMLElement), title);
  document.title = titleOf({ title, remotes, ended: state?.ended != null, outage: outage?.reason });
  const { body } = document;
  body.toggleAttribute("data-outage", outage !== undefined);
  body.toggleAttribute("data-live", remotes.some(({ state: now }) => now === "live") && !outage);

  if (state) share.update(state.camera);
  toolbar.update({
    alive: isAlive(),
    streams: streams.length > 0,
    picked: videoGrid.picked !== undefined,
    paused,
    graph,
    pip: pip.possible,
    full: canFillScreen(),
    share: offered,
    sharing: share.sharing,
    hangUp: state?.canHangUp === true && !ended,
  });
  keepAwake(visible && !paused && remotes.some(({ state: now }) => now === "live"));
}
