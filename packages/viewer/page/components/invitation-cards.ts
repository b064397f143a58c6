/** The cards of the empty state: how another computer or a phone joins. */

import type { Invitation, InvitationLink } from "../../src/streams/invitation.ts";
import { byId, element, write } from "../dom.ts";
import { createCommandBox, type ShownCommand } from "./command-box.ts";
import { drawQrCode } from "./qr-code.ts";

/** The cards, and the notice's copy of the command. */
export interface InvitationCards {
  /** Shows the cards of an invitation; undefined hides them. `plain` is a command without an invitation. */
  update(view: InvitationView): void;
}

/** What {@link InvitationCards} show. */
interface InvitationView {
  readonly invitation: Invitation | undefined;
  /** A command without secrets, for a page that has no invitation. */
  readonly plain: string | null;
  /** The cards are visible; else only the notice has the command. */
  readonly cards: boolean;
}

/** Connects the cards. */
export function createInvitationCards(): InvitationCards {
  const computer = byId("invite-computer", HTMLElement);
  const addresses = byId("invite-addresses", HTMLElement);
  const boxes = [createCommandBox("command"), createCommandBox("notice-command")];
  let view: InvitationView = { invitation: undefined, plain: null, cards: false };
  let picked = "";
  let drawn: string | undefined;

  function render(): void {
    const { invitation, plain, cards } = view;
    const commands = invitation?.commands ?? [];
    const command: ShownCommand | undefined =
      commands.find(({ label }) => label === picked) ??
      commands[0] ??
      (plain === null ? undefined : { command: plain, masked: plain });
    for (const box of boxes) box.show(command);
    write(byId("invite-hint", HTMLElement), invitation?.hint ?? "Run this there.");
    computer.hidden = command === undefined;
    byId("invite-phone", HTMLElement).hidden = invitation === undefined;
    byId("invitation", HTMLElement).hidden = !cards || (computer.hidden && invitation === undefined);
    showAddresses(commands.map(({ label }) => label));
    if (invitation) showLink(invitation.link);
  }

  /** Shows a button for each address, when there are several. */
  function showAddresses(labels: readonly string[]): void {
    addresses.hidden = labels.length < 2;
    const list = byId("invite-address-list", HTMLElement);
    if ([...list.children].map(({ textContent }) => textContent).join("\n") !== labels.join("\n")) {
      list.replaceChildren(...labels.map(addressButton));
    }
    const current = labels.includes(picked) ? picked : labels[0];
    for (const button of list.children) button.ariaPressed = String(button.textContent === current);
  }

  function addressButton(label: string): HTMLButtonElement {
    const button = element("button", "address", label);
    button.type = "button";
    button.addEventListener("click", () => {
      picked = label;
      render();
    });
    return button;
  }

  return {
    update(next) {
      view = next;
      render();
    },
  };

  function showLink(link: InvitationLink | undefined): void {
    const code = byId("invite-code", HTMLElement);
    code.hidden = link === undefined;
    write(
      byId("invite-phone-text", HTMLElement),
      link
        ? "Scan to watch on it, and to share its camera. Its browser asks once whether to trust this machine."
        : "To watch on a phone, or to use its camera, start this side with",
    );
    byId("invite-phone-option", HTMLElement).hidden = link !== undefined;
    if (link?.url === drawn) return;
    drawn = link?.url;
    code.replaceChildren(...(link ? [drawQrCode(link.matrix, "QR code of the link to this page")] : []));
  }
}
