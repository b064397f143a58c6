/** How others join: what a page shows while it waits for a peer. */

/** Ways to join. It may contain secrets, such as a pairing key; only the viewer's own page receives it. */
export interface Invitation {
  /** What people do with a command, in a sentence. Default `"Run this there."`. */
  readonly hint?: string | undefined;
  /** Commands for another computer, the most likely one first. */
  readonly commands?: readonly InvitationCommand[] | undefined;
  /** The link of the page, for phones. */
  readonly link?: InvitationLink | undefined;
}

/** A command for another computer. */
export interface InvitationCommand {
  /** For people: by which address the command connects, such as `"192.168.1.20 (eth0)"`. */
  readonly label: string;
  /** The command that people copy. */
  readonly command: string;
  /** The command as the page shows it until people ask for all of it. */
  readonly masked: string;
}

/** A link and its QR code. */
export interface InvitationLink {
  readonly url: string;
  /** The modules of the QR code of `url` without an edge: a string for each row, `1` for dark and `0` for light. */
  readonly matrix: readonly string[];
}
