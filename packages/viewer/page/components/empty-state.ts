/** The empty state: the page without remote streams. */

import type { ViewerState } from "../../src/streams/state.ts";
import { byId, write } from "../dom.ts";
import { clock } from "../format/format.ts";
import type { OutageReason } from "../state/follow-gateway.ts";

/** The content of the page without remote streams. */
export interface EmptyState {
  readonly kind: "connecting" | "waiting" | "outage" | "ended" | "refused" | "unauthorised";
  readonly headline: string;
  readonly detail: string;
}

/** The page's view of the gateway. */
export interface GatewayView {
  /** The newest state; undefined before the first. */
  readonly state: ViewerState | undefined;
  /** Why the gateway does not answer, and since when. */
  readonly outage: { readonly reason: OutageReason; readonly detail: string; readonly since: number } | undefined;
}

/** Explains why there are no remote streams. */
export function emptyStateOf({ state, outage }: GatewayView): EmptyState {
  if (outage?.reason === "unauthorised") {
    const detail = "Its code has changed: open the new link that the program printed, or enter the new code.";
    return { kind: "unauthorised", headline: "This link is no longer valid", detail };
  }
  if (outage?.reason === "refused") {
    return { kind: "refused", headline: "This page cannot connect", detail: outage.detail };
  }
  if (state?.ended != null) {
    const detail = "This page reconnects by itself when the viewer starts again.";
    return { kind: "ended", headline: state.ended.replace(/\.$/, ""), detail };
  }
  if (outage) {
    const detail = `No answer since ${clock(outage.since)}. Trying again…`;
    return { kind: "outage", headline: "The viewer does not answer", detail };
  }
  if (!state) return { kind: "connecting", headline: "Connecting…", detail: "" };
  const { notice, detail } = state;
  return {
    kind: "waiting",
    headline: notice?.replace(/\.$/, "") ?? "No peer is connected",
    detail: detail ?? (notice === null ? "Pictures appear here as soon as a peer connects." : ""),
  };
}

/** Shows a sentence, with the command that helps below, over the pictures of peers that are no longer live. */
export function showNotice(text: string): void {
  byId("notice", HTMLElement).hidden = text === "";
  write(byId("notice-text", HTMLParagraphElement), text);
}

/** Shows the empty state. `share` is the label of the button for a phone's camera; undefined hides it. */
export function showEmptyState({ kind, headline, detail }: EmptyState, share: string | undefined): void {
  const node = byId("empty-state", HTMLElement);
  node.dataset.kind = kind;
  write(byId("empty-state-headline", HTMLHeadingElement), headline);
  write(byId("empty-state-detail", HTMLParagraphElement), detail);
  byId("enter-code", HTMLButtonElement).hidden = kind !== "unauthorised";
  byId("share-this", HTMLButtonElement).hidden = share === undefined;
  write(byId("share-this-label", HTMLElement), share ?? "");
}
