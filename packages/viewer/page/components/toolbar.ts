/** The toolbar. */

import { byId } from "../dom.ts";

/** The commands of the buttons. */
export interface ToolbarCommands {
  all(): void;
  pause(): void;
  snapshot(): void;
  graph(): void;
  pip(): void;
  full(): void;
  share(): void;
  help(): void;
  hangUp(): void;
}

/** Which buttons are visible, and which are pressed. */
export interface ToolbarView {
  /** The viewer answers; without it, buttons that need it are disabled. */
  readonly alive: boolean;
  /** There is a stream. */
  readonly streams: boolean;
  /** One of several streams is shown alone. */
  readonly picked: boolean;
  readonly paused: boolean;
  readonly graph: boolean;
  readonly pip: boolean;
  readonly full: boolean;
  readonly share: boolean;
  readonly sharing: boolean;
  readonly hangUp: boolean;
}

const ids: Readonly<Record<keyof ToolbarCommands, string>> = {
  all: "all",
  pause: "pause",
  snapshot: "snapshot",
  graph: "graph",
  pip: "pip",
  full: "full",
  share: "share-open",
  help: "help-open",
  hangUp: "hang-up",
};

/** Commands that do nothing useful without the viewer. */
const needViewer = ["pause", "graph", "pip", "share", "hangUp"] as const;

/** Connects the buttons of the toolbar to their commands. */
export function createToolbar(commands: ToolbarCommands): { update(view: ToolbarView): void } {
  const button = (name: keyof ToolbarCommands): HTMLButtonElement => byId(ids[name], HTMLButtonElement);
  for (const name of Object.keys(ids) as (keyof ToolbarCommands)[]) {
    button(name).addEventListener("click", () => commands[name]());
  }

  function press(name: keyof ToolbarCommands, pressed: boolean): void {
    if (button(name).ariaPressed !== String(pressed)) button(name).ariaPressed = String(pressed);
  }

  return {
    update({ alive, streams, picked, paused, graph, pip, full, share, sharing, hangUp }) {
      press("pause", paused);
      press("graph", graph);
      press("share", sharing);
      const visible = {
        pause: streams,
        snapshot: streams,
        graph: streams,
        pip: streams && pip,
        all: picked,
        full,
        share,
        hangUp,
      };
      for (const name of needViewer) button(name).disabled = !alive;
      for (const [name, shown] of Object.entries(visible)) button(name as keyof ToolbarCommands).hidden = !shown;
    },
  };
}
