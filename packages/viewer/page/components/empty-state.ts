import type { ViewerState } from "../../src/streams/state.ts";
import { byId, write } from "../dom.ts";
import { clock } from "../format/format.ts";
import type { Away } from "../state/follow-gateway.ts";
import { showCommand } from "./copy-button.ts";

/** What is told where pictures of others would be. */
export interface Empty {
  readonly headline: string;
  readonly detail: string;
  /** A command that helps, to be copied. */
  readonly command: string;
}

/** How it stands with the gateway. */
export interface Presence {
  /** The newest state; undefined before the first. */
  readonly state: ViewerState | undefined;
  /** Since when the gateway does not answer, and how. */
  readonly away: { readonly why: Away; readonly since: number } | undefined;
}

/** Why nobody is there. */
export function whyNobody({ state, away }: Presence): Empty {
  const nothing = { detail: "", command: "" };
  if (away?.why === "unauthorised") {
    const detail = "Its code has changed: open the new link, which the program has printed.";
    return { ...nothing, headline: "This link is no longer valid", detail };
  }
  if (state?.ended != null) {
    return {
      ...nothing,
      headline: state.ended.replace(/\.$/, ""),
      detail: "When it is started again, this page goes on by itself.",
    };
  }
  if (away) {
    const detail = `It has not answered since ${clock(away.since)}. Trying again…`;
    return { ...nothing, headline: "The viewer is gone", detail };
  }
  if (!state) return { ...nothing, headline: "Connecting…" };
  const { notice, command } = state;
  const detail = command ? "On the other machine, run:" : "Pictures appear here as soon as somebody connects.";
  return { headline: notice?.replace(/\.$/, "") ?? "Nobody is here yet", detail, command: command ?? "" };
}

/** What is awaited beside pictures of others, none of which is live: a sentence, and a command that helps. */
export function showNotice(text: string, command: string): void {
  byId("notice", HTMLElement).hidden = text === "";
  write(byId("notice-text", HTMLParagraphElement), text);
  showCommand("notice-command", command);
}

/** Writes it on the page. */
export function showNobody(empty: Empty): void {
  write(byId("nobody-headline", HTMLHeadingElement), empty.headline);
  write(byId("nobody-detail", HTMLParagraphElement), empty.detail);
  showCommand("command", empty.command);
}
