/** Peers that have disconnected and are still shown. */
import type { Connection } from "@framewire/protocol";

/** Keeps disconnected peers in a view for a while, so that people see who left and why. */
export interface DepartedPeers {
  /** Calls `remove` after `forMs` milliseconds, or when the peer is replaced. */
  add(peer: Peer, options: { readonly forMs: number; readonly remove: () => void }): void;
  /**
   * Handles a new connection. A departed peer of the same name and machine but another process is removed. A departed
   * peer of the same process is kept: the caller shows it again in its old place.
   */
  replaceWith(newcomer: Peer): void;
}

type Peer = Pick<Connection, "remote" | "remoteAddress">;

/** Creates an empty {@link DepartedPeers}. */
export function createDepartedPeers(): DepartedPeers {
  const entries = new Set<{ readonly peer: Peer; readonly remove: () => void }>();
  return {
    add(peer, { forMs, remove }) {
      const entry = { peer, remove };
      entries.add(entry);
      setTimeout(() => {
        if (entries.delete(entry)) remove();
      }, forMs).unref();
    },
    replaceWith(newcomer) {
      for (const entry of entries) {
        if (identityOf(entry.peer) !== identityOf(newcomer)) continue;
        entries.delete(entry);
        if (entry.peer.remote.instanceId !== newcomer.remote.instanceId) entry.remove();
      }
    },
  };
}

/** The name and the machine, without the port, which differs for each connection. */
function identityOf({ remote, remoteAddress }: Peer): string {
  return `${remoteAddress.replace(/:\d+$/, "")} ${remote.name}`;
}
