/** Frame and byte counts of each peer, summed over all connections with it. */

/** Keeps the counts of each peer over all of its connections since the program started. */
export interface PeerTotals {
  /** Adds a connection with the peer `id`. `read` returns the counts of that connection alone. */
  addConnection(id: string, read: () => TransferTotals): ConnectionTotals;
}

/** Frames in one direction. */
export interface FrameTotals {
  readonly frames: number;
  readonly bytes: number;
  readonly dropped: number;
}

/** Frames in both directions. */
export interface TransferTotals {
  readonly sent: FrameTotals & { readonly acked: number };
  readonly received: FrameTotals;
}

/** The entry of one connection. */
interface ConnectionTotals {
  /** Returns the counts of all connections with the peer, this one included. */
  total(): TransferTotals;
  /** Freezes the counts of this connection: call it when the connection has closed. */
  close(): void;
}

interface PeerEntry {
  closed: TransferTotals;
  readonly open: Set<() => TransferTotals>;
}

/** How many peers are remembered after they disconnect. The least recently connected one is forgotten first. */
const maxRemembered = 1000;

const noFrames: FrameTotals = { frames: 0, bytes: 0, dropped: 0 };
const nothing: TransferTotals = { sent: { ...noFrames, acked: 0 }, received: noFrames };

/** Creates an empty {@link PeerTotals}. */
export function createPeerTotals(): PeerTotals {
  const entries = new Map<string, PeerEntry>();

  function entryOf(id: string): PeerEntry {
    const entry = entries.get(id) ?? { closed: nothing, open: new Set() };
    // Deleted and set again, so that the map stays in order of the last connection.
    entries.delete(id);
    entries.set(id, entry);
    for (const [other, { open }] of entries) {
      if (entries.size <= maxRemembered) break;
      if (open.size === 0 && other !== id) entries.delete(other);
    }
    return entry;
  }

  return {
    addConnection(id, read) {
      const entry = entryOf(id);
      entry.open.add(read);
      return {
        total: () => [...entry.open].reduce((sum, each) => add(sum, each()), entry.closed),
        close() {
          if (entry.open.delete(read)) entry.closed = add(entry.closed, read());
        },
      };
    },
  };
}

function add(one: TransferTotals, other: TransferTotals): TransferTotals {
  const acked = one.sent.acked + other.sent.acked;
  return {
    sent: { ...addFrames(one.sent, other.sent), acked },
    received: addFrames(one.received, other.received),
  };
}

function addFrames(one: FrameTotals, other: FrameTotals): FrameTotals {
  return {
    frames: one.frames + other.frames,
    bytes: one.bytes + other.bytes,
    dropped: one.dropped + other.dropped,
  };
}
