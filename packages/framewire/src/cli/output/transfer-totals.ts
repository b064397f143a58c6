import type { Counts, Totals } from "./totals.ts";

/** One connection's entry. */
interface Account {
  /** What passed with the peer so far, on this connection and those before it. */
  total(): Counts;
  /** The connection has closed. */
  close(): void;
}

/** Keeps count of what passes with each peer, over all of its connections. */
export interface Ledger {
  /** A connection with a peer has opened; `read` tells what passed on it. */
  open(id: string, read: () => Counts): Account;
}

interface Book {
  ended: Counts;
  readonly open: Set<() => Counts>;
}

/** Peers that are remembered when they have gone; the one that came least lately is forgotten first. */
const remembered = 1000;

const none: Totals = { frames: 0, bytes: 0, dropped: 0 };
const nothing: Counts = { sent: { ...none, acked: 0 }, received: none };

/** Makes an empty {@link Ledger}. */
export function createLedger(): Ledger {
  const books = new Map<string, Book>();

  function bookOf(id: string): Book {
    const book = books.get(id) ?? { ended: nothing, open: new Set() };
    books.delete(id);
    books.set(id, book);
    for (const [other, { open }] of books) {
      if (books.size <= remembered) break;
      if (open.size === 0 && other !== id) books.delete(other);
    }
    return book;
  }

  return {
    open(id, read) {
      const book = bookOf(id);
      book.open.add(read);
      return {
        total: () => [...book.open].reduce((sum, each) => add(sum, each()), book.ended),
        close() {
          if (book.open.delete(read)) book.ended = add(book.ended, read());
        },
      };
    },
  };
}

function add(one: Counts, other: Counts): Counts {
  const acked = one.sent.acked + other.sent.acked;
  return {
    sent: { ...addTotals(one.sent, other.sent), acked },
    received: addTotals(one.received, other.received),
  };
}

function addTotals(one: Totals, other: Totals): Totals {
  return {
    frames: one.frames + other.frames,
    bytes: one.bytes + other.bytes,
    dropped: one.dropped + other.dropped,
  };
}
