/** The empty state: the page without remote streams. */

import type { ViewerState } from "../../src/streams/state.ts";
import { byId, write } from "../dom.ts";
import { clock } from "../format/format.ts";
import type { OutageReason } from "../state/follow-gateway.ts";
import { showCommand } from "./copy-button.ts";

/** The content of the page without remote streams. */
export interface EmptyState {
  readonly headline: string;
  readonly detail: string;
  /** A command that helps, for people to copy. */
  readonly command: string;
}

/** The page's view of the gateway. */
export interface GatewayView {
  /** The newest state; undefined before the first. */
  readonly state: ViewerState | undefined;
  /** Why the gateway does not answer, and since when. */
  readonly outage: { readonly reason: OutageReason; readonly since: number } | undefined;
}

/** Explains why there are no remote streams. */
export function emptyStateOf({ state, outage }: GatewayView): EmptyState {
  const nothing = { detail: "", command: "" };
  if (outage?.reason === "unauthorised") {
    const detail = "Its code has changed: open the new link that the program printed.";
    return { ...nothing, headline: "This link is no longer valid", detail };
  }
  if (state?.ended != null) {
    return {
      ...nothing,
      headline: state.ended.replace(/\.$/, ""),
      detail: "This page reconnects by itself when the viewer starts again.",
    };
  }
  if (outage) {
    const detail = `No answer since ${clock(outage.since)}. Trying again…`;
    return { ...nothing, headline: "The viewer does not answer", detail };
  }
  if (!state) return { ...nothing, headline: "Connecting…" };
  const { notice, command } = state;
  const detail = command ? "On the other machine, run:" : "Pictures appear here as soon as a peer connects.";
  return { headline: notice?.replace(/\.$/, "") ?? "No peer is connected", detail, command: command ?? "" };
}

/** Shows a sentence, and a command that helps, over the pictures of peers that are no longer live. */
export function showNotice(text: string, command: string): void {
  byId("notice", HTMLElement).hidden = text === "";
  write(byId("notice-text", HTMLParagraphElement), text);
  showCommand("notice-command", command);
}

/** Shows the empty state. */
export function showEmptyState(empty: EmptyState): void {
  write(byId("empty-state-headline", HTMLHeadingElement), empty.headline);
  write(byId("empty-state-detail", HTMLParagraphElement), empty.detail);
  showCommand("command", empty.command);
}
