/** The attackers of `bench/siege.ts`: from eight addresses of loopback, each again as soon as it is cut off. */
import { connect, type Socket } from "node:net";
import { createPairingKey, type SecureDialled, secureClient } from "@framewire/security";

/** How many of each there are at a time, and of the wrong keys in all. */
export interface Attack {
  readonly halfOpen: number;
  readonly wrongKeys: number;
  readonly slowHellos: number;
  readonly pingers: number;
}

/** What they did. */
export interface Blows {
  readonly opened: number;
  readonly cut: number;
  readonly refused: number;
  readonly wrongKeys: number;
  /** Of these. */
  readonly letIn: number;
  readonly pings: number;
}

const addresses = 8;
const restMs = 100;
/** Wrong keys that are under way at a time. */
const wrongAtOnce = 50;
const bounds = { host: "127.0.0.1", timeoutMs: 10_000 };

const blows = { opened: 0, cut: 0, refused: 0, wrongKeys: 0, letIn: 0, pings: 0 };
const sockets = new Set<Socket>();
let ended = false;
let next = 0;

/** Opens a connection, has `act` on it, and resolves when it is closed. */
function open(port: number, act: (socket: Socket) => void): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", localAddress: `127.0.1.${1 + (next++ % addresses)}` });
    sockets.add(socket);
    let heard = 0;
    let opened = false;
    socket.once("connect", () => {
      opened = true;
      blows.opened++;
      act(socket);
    });
    socket.on("data", (bytes: Buffer) => {
      heard += bytes.length;
    });
    socket.on("error", () => {});
    socket.once("close", (hadError) => {
      sockets.delete(socket);
      if (opened && (hadError || heard === 0)) blows.cut++;
      else if (opened) blows.refused++;
      resolve();
    });
  });
}

async function again(port: number, act: (socket: Socket) => void): Promise<void> {
  while (!ended) {
    await open(port, act);
    await new Promise((resolve) => setTimeout(resolve, restMs));
  }
}

function hello(version: number, instanceId: string): Buffer {
  const text = (field: number, value: string): Buffer =>
    Buffer.from([(field << 3) | 2, value.length, ...Buffer.from(value)]);
  const body = Buffer.concat([
    Buffer.from([0x08, version]),
    text(2, "attacker"),
    text(3, instanceId),
    text(4, "jpeg"),
    Buffer.from([0x28, 0x80, 0x80, 0x80, 0x08]),
  ]);
  const packet = Buffer.from([0x0a, body.length, ...body]);
  return Buffer.from([packet.length, ...packet]);
}

/** The beginning of a handshake, a byte in 100 ms. */
function begin(socket: Socket): void {
  const bytes = Buffer.concat([Buffer.from("1603010200010001fc0303", "hex"), Buffer.alloc(500, 7)]);
  let at = 0;
  const timer = setInterval(() => {
    if (at < bytes.length && socket.writable) socket.write(bytes.subarray(at, ++at));
    else clearInterval(timer);
  }, 100);
}

/** Comes in, and sends a thousand pings at a time, whenever the system takes them. */
async function ping(socket: Socket, secure: SecureDialled): Promise<void> {
  const one = Buffer.from([4, 0x22, 2, 0x08, 1]);
  const many = Buffer.concat(Array.from({ length: 1000 }, () => one));
  const secured = await secure(socket, bounds);
  const flood = (): void => {
    while (!secured.destroyed && secured.writable) {
      blows.pings += 1000;
      if (!secured.write(many)) return;
    }
  };
  secured.on("error", () => {}).resume();
  secured.write(hello(1, `pinger-${blows.opened}-${process.pid}`));
  secured.on("drain", flood);
  flood();
}

/** The siege as it is ordered. */
interface Order {
  readonly port: number;
  /** The server's, which only who pings has. */
  readonly key: string;
  readonly attack: Attack;
}

async function attackServer({ port, key, attack }: Order): Promise<void> {
  const secure = await secureClient({ key });
  const strange = await secureClient({ key: createPairingKey() });
  const repeat = (count: number, act: (socket: Socket) => void): void => {
    for (let one = 0; one < count; one++) void again(port, act);
  };
  repeat(attack.halfOpen, () => {});
  repeat(attack.slowHellos, begin);
  repeat(attack.pingers, (socket) => void ping(socket, secure).catch(() => {}));
  const tryKey = (socket: Socket): void => {
    blows.wrongKeys++;
    void strange(socket, bounds).then(
      () => blows.letIn++,
      () => {},
    );
  };
  async function tryKeys(): Promise<void> {
    while (!ended && blows.wrongKeys < attack.wrongKeys) await open(port, tryKey);
  }
  for (let one = 0; one < wrongAtOnce; one++) void tryKeys();
  process.send?.({ begun: true });
}

process.on("message", (message: Order | { readonly end: true }) => {
  if ("attack" in message) return void attackServer(message);
  ended = true;
  process.send?.({ blows: { ...blows } }, () => process.exit());
});
process.once("disconnect", () => process.exit());
