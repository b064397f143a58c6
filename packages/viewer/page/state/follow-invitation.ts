/** The invitation, which the page requests apart from the state: it contains secrets. */

import type { Invitation } from "../../src/streams/invitation.ts";

/** The current invitation. */
export interface FollowedInvitation {
  readonly current: Invitation | undefined;
  /** Requests the invitation when `version` changes; undefined means that there is none. */
  follow(version: string | undefined): void;
}

/** Creates a {@link FollowedInvitation}. `onChange` is called when an invitation has arrived. */
export function followInvitation(onChange: () => void): FollowedInvitation {
  let current: Invitation | undefined;
  let followed: string | undefined;

  async function load(version: string): Promise<void> {
    const response = await fetch("invitation", { method: "POST", cache: "no-store" }).catch(() => undefined);
    // A page that may only watch is refused.
    const invitation = response?.ok ? ((await response.json()) as Invitation) : undefined;
    if (version !== followed) return;
    current = invitation;
    onChange();
  }

  return {
    get current() {
      return current;
    },
    follow(version) {
      if (version === followed) return;
      followed = version;
      if (version === undefined) current = undefined;
      else void load(version);
    },
  };
}
