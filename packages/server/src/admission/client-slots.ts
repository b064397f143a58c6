/** Client slots: the limit on clients, with one slot for each instance. */

import { type Bye, type Connection, isLoopbackAddress, type PeerHello } from "@framewire/protocol";
import { addressPrefix } from "./address-prefix.ts";
import { verifyInstance } from "./instance-proof.ts";

/** The client slots of a server. */
export interface ClientSlots {
  readonly inUse: number;
  readonly full: boolean;
  /** A slot for a socket from this address. It counts from `claim` to `release`. */
  slotFor(remoteAddress: string): ClientSlot;
}

/** The slot of one client. */
interface ClientSlot {
  /**
   * Claims the slot: a free one, or the one that this instance has already, if the hello proves the instance. Then the
   * older connection is closed as `replaced`. Returns the bye for a client that is refused.
   */
  claim(peer: PeerHello): Bye | undefined;
  /** Adds the open connection. It is closed as `replaced` if the same instance has claimed the slot again since. */
  attach(connection: Connection): void;
  /** Frees the slot, unless the same instance has claimed it again. Idempotent. */
  release(): void;
}

/** Creates {@link ClientSlots}, all free. */
export function createClientSlots({ maxClients, maxClientsPerAddress }: ClientSlotsOptions): ClientSlots {
  /** By instance id. */
  const claims = new Map<string, Claim>();

  function checkRoom(prefix: string): Bye | undefined {
    if (claims.size >= maxClients) return { code: "busy", message: "The server has no room for another client." };
    const inUse = [...claims.values()].filter((claim) => claim.prefix === prefix).length;
    // Clients behind a tunnel or a proxy on this machine all have a loopback address.
    if (isLoopbackAddress(prefix) || inUse < maxClientsPerAddress) return undefined;
    return { code: "busy", message: "The server has no room for another client from this address." };
  }

  return {
    get inUse() {
      return claims.size;
    },
    get full() {
      return claims.size >= maxClients;
    },
    slotFor(remoteAddress) {
      const claim: Claim = { prefix: addressPrefix(remoteAddress) };
      let instanceId = "";
      return {
        claim(peer) {
          const older = claims.get(peer.hello.instanceId);
          const refusal = checkInstance(peer, older !== undefined) ?? (older ? undefined : checkRoom(claim.prefix));
          if (refusal) return refusal;
          ({ instanceId } = peer.hello);
          claims.set(instanceId, claim);
          void older?.connection?.close({ code: "replaced" });
          return undefined;
        },
        attach(connection) {
          claim.connection = connection;
          if (claims.get(instanceId) !== claim) void connection.close({ code: "replaced" });
        },
        release() {
          if (claims.get(instanceId) === claim) claims.delete(instanceId);
        },
      };
    },
  };
}

/** Options of {@link createClientSlots}. */
export interface ClientSlotsOptions {
  readonly maxClients: number;
  /** Clients with one address prefix. Loopback has no such limit. */
  readonly maxClientsPerAddress: number;
}

/** A slot in use. */
interface Claim {
  readonly prefix: string;
  connection?: Connection;
}

/** The bye for a client whose instance id is not its own. */
function checkInstance(peer: PeerHello, isInUse: boolean): Bye | undefined {
  const proof = verifyInstance(peer);
  if (proof === "false") {
    return {
      code: "unauthorised",
      message: "The instance id belongs to a key, and the instance_key in the hello is not that key.",
    };
  }
  if (!isInUse || proof === "proven") return undefined;
  return {
    code: "unauthorised",
    message: "Another client has this instance id: choose a new one, or prove it with its instance_key.",
  };
}
