import { byId } from "../dom.ts";

/** What the buttons do. */
export interface BarCommands {
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

/** Which buttons there are, and which are pressed. */
export interface BarView {
  /** There are pictures, or may be. */
  readonly pictures: boolean;
  /** One of several pictures is shown alone. */
  readonly picked: boolean;
  readonly paused: boolean;
  readonly graph: boolean;
  readonly pip: boolean;
  readonly full: boolean;
  readonly share: boolean;
  readonly sharing: boolean;
  readonly hangUp: boolean;
}

const ids: Readonly<Record<keyof BarCommands, string>> = {
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

/** Joins the buttons of the control bar to what they do. */
export function letBarWork(commands: BarCommands): { update(view: BarView): void } {
  const button = (name: keyof BarCommands): HTMLButtonElement => byId(ids[name], HTMLButtonElement);
  for (const name of Object.keys(ids) as (keyof BarCommands)[]) {
    button(name).addEventListener("click", () => commands[name]());
  }

  function press(name: keyof BarCommands, pressed: boolean): void {
    if (button(name).ariaPressed !== String(pressed)) button(name).ariaPressed = String(pressed);
  }

  return {
    update({ pictures, picked, paused, graph, pip, full, share, sharing, hangUp }) {
      press("pause", paused);
      press("graph", graph);
      press("share", sharing);
      const ofPictures = { pause: pictures, snapshot: pictures, graph: pictures, pip: pictures && pip };
      const there = { ...ofPictures, all: picked, full, share, hangUp };
      for (const [name, shown] of Object.entries(there)) button(name as keyof BarCommands).hidden = !shown;
    },
  };
}
