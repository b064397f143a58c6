import type { Connection } from "@framewire/protocol";

/** Peers that are gone and still on the page, so that people see who it was and why. */
export interface Gone {
  /** `remove` takes the peer off the page: after so many milliseconds, or when it is let go. */
  keep(peer: Peer, options: { readonly forMs: number; readonly remove: () => void }): void;
  /**
   * Somebody comes. Who of the same name and machine is gone, of a process that was there before, leaves the page: the
   * live picture says more. The same process, back again, is the caller's to show in its old place.
   */
  letGo(newcomer: Peer): void;
}

type Peer = Pick<Connection, "remote" | "remoteAddress">;

/** Nobody is gone at first. */
export function createGone(): Gone {
  const peers = new Set<{ readonly peer: Peer; readonly remove: () => void }>();
  return {
    keep(peer, { forMs, remove }) {
      const kept = { peer, remove };
      peers.add(kept);
      setTimeout(() => {
        if (peers.delete(kept)) remove();
      }, forMs).unref();
    },
    letGo(newcomer) {
      for (const kept of peers) {
        if (whoIs(kept.peer) !== whoIs(newcomer)) continue;
        peers.delete(kept);
        if (kept.peer.remote.instanceId !== newcomer.remote.instanceId) kept.remove();
      }
    },
  };
}

/** Its name and its machine; the port is another one each time that it dials. */
function whoIs({ remote, remoteAddress }: Peer): string {
  return `${remoteAddress.replace(/:\d+$/, "")} ${remote.name}`;
}
