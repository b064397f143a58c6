/** @typedef {import("@framewire/viewer").StreamInfo} StreamInfo */

/** What a state is called beside a name. */
const stateWords = { live: "Live", waiting: "Waiting", lost: "Lost", left: "Left", refused: "Refused" };

/**
 * Why there is no picture: a headline and a sentence.
 * @param {StreamInfo} stream
 * @param {number} time The gateway's clock, ms.
 * @returns {readonly [string, string]}
 */
export function whyNoPicture(stream, time) {
  const { state, name, since, role } = stream;
  const message = stream.message ?? "";
  switch (state) {
    case "live":
      return ["Waiting for the first picture", message];
    case "waiting":
      return [role === "local" ? "No picture yet" : `Waiting for ${name}`, message];
    case "lost":
      return [`Lost ${ago(time - since)}`, message || "Waiting for it to come back."];
    case "left":
      return [`Left at ${clock(since)}`, message];
    case "refused":
      return ["Refused", message || "No reason was given."];
  }
}

/** @param {StreamInfo} stream */
export function stateWord(stream) {
  return stateWords[stream.state];
}

/**
 * What has happened, for those who hear the page.
 * @param {StreamInfo} stream
 */
export function newsOf({ name, state, message }) {
  const what = { live: "is live", waiting: "is awaited", lost: "was lost", left: "has left", refused: "was refused" }[
    state
  ];
  return `${name} ${what}.${message ? ` ${message}` : ""}`;
}

/**
 * One line on who is there.
 * @param {readonly StreamInfo[]} remotes
 */
export function summaryOf(remotes) {
  const live = remotes.filter((stream) => stream.state === "live");
  const [only] = live;
  if (remotes.length === 0) return "";
  if (live.length === 0) return "Nobody is live";
  return live.length === 1 && only ? `${only.name} is live` : `${live.length} are live`;
}

/** @param {number} epochMs */
export function clock(epochMs) {
  return new Date(epochMs).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}

/** @param {number} ms */
function ago(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return `${Math.floor(seconds / 3600)} h ago`;
}

/** @param {number} bitsPerSecond */
export function rate(bitsPerSecond) {
  if (bitsPerSecond >= 999_500) return `${round(bitsPerSecond / 1e6)} Mb/s`;
  return `${Math.round(bitsPerSecond / 1e3)} kb/s`;
}

/** @param {number} ms */
export function milliseconds(ms) {
  return `${round(ms)} ms`;
}

/**
 * Two figures that count: 1.2, 12, 120.
 * @param {number} value
 */
function round(value) {
  return Math.abs(value) < 9.95 ? value.toFixed(1) : String(Math.round(value));
}
