/** The text of the window: its title, and the lines over its middle. */
import { type CloseInfo, isRefusal } from "@framewire/protocol";

/** Returns the title and the lines. The lines darken the picture, so that there are none while a peer is shown. */
export function windowText(state: WindowState): { readonly title: string; readonly lines: readonly string[] } {
  const { peers, problem } = state;
  const title = `Framewire – ${titleOf(state)}${problem === undefined ? "" : ", our camera fails"}`;
  if (peers.length > 0) return { title, lines: [] };
  return { title, lines: [...noticeLines(state), ...(problem === undefined ? [] : [problem])] };
}

/** What the window says. */
export interface WindowState {
  /** The connected peers; the last one is shown. */
  readonly peers: readonly { readonly name: string }[];
  readonly departed: DepartedPeer | undefined;
  /** A sentence, and a command that helps. */
  readonly notice: readonly string[];
  /** Why this machine's source delivers no frames, as a sentence. */
  readonly problem: string | undefined;
}

/** The peer that disconnected last, and how. */
export interface DepartedPeer {
  readonly name: string;
  readonly info: CloseInfo;
}

/** Returns a short description of the state. */
function titleOf({ peers, departed, notice: [notice = "starting"] }: WindowState): string {
  const newest = peers.at(-1);
  if (newest) {
    const others = peers.length - 1;
    return `connected with ${newest.name}${others > 0 ? ` and ${others} more` : ""}`;
  }
  if (departed) {
    if (departed.info.by === "lost") return `lost ${departed.name}`;
    return isRefusal(departed.info) ? `refused by ${departed.name}` : `${departed.name} has left`;
  }
  return notice.charAt(0).toLowerCase() + notice.slice(1).replace(/\.$/, "");
}

function noticeLines({ departed, notice }: WindowState): readonly string[] {
  return departed ? [`${departed.name}: ${departed.info.message}`, ...notice] : notice;
}
