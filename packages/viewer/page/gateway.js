/** @typedef {import("@framewire/viewer").ViewerState} ViewerState */

const retryMs = 1000;
/** Who looks at something else for a moment comes back to pictures that go on. */
const hideAfterMs = 1000;

/**
 * Follows the gateway's state for as long as the page lives, asking again when it does not answer. A page
 * that nobody sees lets go of its connections and of its pictures: nothing is then taken, encoded or sent for it, and a
 * browser has only six connections for all its pages.
 * @param {{ onState: (state: ViewerState) => void, onOpen: () => void, onAway: () => void, onHidden: () => void }} hooks
 */
export function followGateway({ onState, onOpen, onAway, onHidden }) {
  /** @type {EventSource | undefined} */
  let events;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function connect() {
    clearTimeout(timer);
    events?.close();
    const own = new EventSource("events");
    events = own;
    own.onopen = onOpen;
    own.onmessage = ({ data }) => onState(JSON.parse(data));
    own.onerror = () => {
      own.close();
      onAway();
      timer = setTimeout(connect, retryMs);
    };
  }

  function hide() {
    events?.close();
    events = undefined;
    onHidden();
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(hide, hideAfterMs);
    else if (events?.readyState !== EventSource.OPEN) connect();
  });
  connect();
}
