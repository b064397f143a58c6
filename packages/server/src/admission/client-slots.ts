import { type Connection, isLoopbackAddress, type PeerHello } from "@framewire/protocol";
import type { Bye } from "../server.ts";
import { neighbourhoodOf } from "./address-prefix.ts";
import { proofOf } from "./instance-proof.ts";

/** How many {@link Seats} there are. */
export interface SeatsOptions {
  readonly maxClients: number;
  /** Of one address; loopback has no such limit. */
  readonly maxClientsPerAddress: number;
}

/** A client's place, from its hello until it has gone. */
export interface Seat {
  /** The connection is open. Closed at once, where the same instance has come again meanwhile. */
  open(connection: Connection): void;
  leave(): void;
}

/** The places of a server's clients, one for each instance. */
export interface Seats {
  readonly taken: number;
  readonly full: boolean;
  /**
   * Gives a newcomer a place: a free one, or the one that it has proven to be its own, whose connection is closed as
   * `replaced`. Or gives back why it gets none.
   */
  take(peer: PeerHello, remoteAddress: string): Seat | Required<Bye>;
}

interface Taken {
  readonly neighbourhood: string;
  connection?: Connection;
}

/** Makes {@link Seats} that nobody has taken. */
export function createSeats({ maxClients, maxClientsPerAddress }: SeatsOptions): Seats {
  const seats = new Map<string, Taken>();

  function refusal(neighbourhood: string): Required<Bye> | undefined {
    if (seats.size >= maxClients) return { code: "busy", message: "The server has no room for another client." };
    const neighbours = [...seats.values()].filter((seat) => seat.neighbourhood === neighbourhood).length;
    // A tunnel or a proxy on this machine may stand for many.
    if (isLoopbackAddress(neighbourhood) || neighbours < maxClientsPerAddress) return undefined;
    return { code: "busy", message: "The server has no room for another client from this address." };
  }

  return {
    get taken() {
      return seats.size;
    },
    get full() {
      return seats.size >= maxClients;
    },
    take(peer, remoteAddress) {
      const { instanceId } = peer.hello;
      const proof = proofOf(peer);
      if (proof === "false") {
        return {
          code: "unauthorised",
          message: "The instance id is one that has a key, and the instance_key in the hello is not that key.",
        };
      }
      const before = seats.get(instanceId);
      if (before && proof !== "proven") {
        return {
          code: "unauthorised",
          message: "Another client has this instance id: choose a new one, or prove it by its instance_key.",
        };
      }
      const neighbourhood = neighbourhoodOf(remoteAddress);
      const refused = before ? undefined : refusal(neighbourhood);
      if (refused) return refused;
      const seat: Taken = { neighbourhood };
      seats.set(instanceId, seat);
      void before?.connection?.close({ code: "replaced" });
      return {
        open(connection) {
          seat.connection = connection;
          if (seats.get(instanceId) !== seat) void connection.close({ code: "replaced" });
        },
        leave() {
          if (seats.get(instanceId) === seat) seats.delete(instanceId);
        },
      };
    },
  };
}
