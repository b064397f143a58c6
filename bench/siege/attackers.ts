/** The attackers of `pnpm bench siege`: from eight loopback addresses, each reconnects as soon as it is disconnected. */
import { connect, type Socket } from "node:net";
import { createPairingKey, type SecureDialled, secureClient } from "@framewire/security";
import { requests, sendMessage } from "../peer.ts";

/** Connections of each kind at a time; of wrong keys, the total. */
export interface Attack {
  readonly halfOpen: number;
  readonly wrongKeys: number;
  readonly slowHellos: number;
  readonly pingers: number;
}

/** What the attackers did, and what the server did about it. */
export interface Abuse {
  readonly opened: number;
  /** Connections that the server closed without an answer. */
  readonly closed: number;
  /** Connections that the server answered and closed. */
  readonly refused: number;
  readonly wrongKeys: number;
  /** Wrong keys that the server accepted. */
  readonly accepted: number;
  readonly pings: number;
}

interface Order {
  readonly port: number;
  /** The server's key, which only the pingers use. */
  readonly key: string;
  readonly attack: Attack;
}

const addresses = 8;
const reconnectMs = 100;
const wrongKeysAtOnce = 50;
const bounds = { host: "127.0.0.1", timeoutMs: 10_000 };
const abuse = { opened: 0, closed: 0, refused: 0, wrongKeys: 0, accepted: 0, pings: 0 };
let next = 0;

/** Opens a connection, calls `act` with it, and resolves when it is closed. */
function open(port: number, act: (socket: Socket) => void): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", localAddress: `127.0.1.${1 + (next++ % addresses)}` });
    let received = 0;
    let opened = false;
    socket.once("connect", () => {
      opened = true;
      abuse.opened++;
      act(socket);
    });
    socket.on("data", (bytes: Buffer) => {
      received += bytes.length;
    });
    socket.on("error", () => {});
    socket.once("close", (hadError) => {
      if (opened && (hadError || received === 0)) abuse.closed++;
      else if (opened) abuse.refused++;
      resolve();
    });
  });
}

async function openAgain(port: number, act: (socket: Socket) => void): Promise<never> {
  for (;;) {
    await open(port, act);
    await new Promise((resolve) => setTimeout(resolve, reconnectMs));
  }
}

/** A length-delimited hello. */
function hello(instanceId: string): Buffer {
  const text = (field: number, value: string): Buffer =>
    Buffer.from([(field << 3) | 2, value.length, ...Buffer.from(value)]);
  const body = Buffer.concat([
    Buffer.from([0x08, 1]),
    text(2, "attacker"),
    text(3, instanceId),
    text(4, "jpeg"),
    Buffer.from([0x28, 0x80, 0x80, 0x80, 0x08]),
  ]);
  return Buffer.from([2 + body.length, 0x0a, body.length, ...body]);
}

/** Sends the beginning of a TLS handshake, one byte each 100 ms. */
function sendSlowly(socket: Socket): void {
  const bytes = Buffer.concat([Buffer.from("1603010200010001fc0303", "hex"), Buffer.alloc(500, 7)]);
  let at = 0;
  const timer = setInterval(() => {
    if (at < bytes.length && socket.writable) socket.write(bytes.subarray(at, ++at));
    else clearInterval(timer);
  }, 100);
}

/** Completes the handshake, then sends a thousand pings whenever the system accepts them. */
async function floodPings(socket: Socket, secure: SecureDialled): Promise<void> {
  const one = Buffer.from([4, 0x22, 2, 0x08, 1]);
  const thousand = Buffer.concat(Array.from({ length: 1000 }, () => one));
  const secured = await secure(socket, bounds);
  const flood = (): void => {
    while (!secured.destroyed && secured.writable) {
      abuse.pings += 1000;
      if (!secured.write(thousand)) return;
    }
  };
  secured.on("error", () => {}).resume();
  secured.write(hello(`pinger-${abuse.opened}-${process.pid}`));
  secured.on("drain", flood);
  flood();
}

async function attackServer({ port, key, attack }: Order): Promise<void> {
  const secure = await secureClient({ key });
  const wrong = await secureClient({ key: createPairingKey() });
  const repeat = (count: number, act: (socket: Socket) => void): void => {
    for (let one = 0; one < count; one++) void openAgain(port, act);
  };
  repeat(attack.halfOpen, () => {});
  repeat(attack.slowHellos, sendSlowly);
  repeat(attack.pingers, (socket) => void floodPings(socket, secure).catch(() => {}));
  const tryKey = (socket: Socket): void => {
    abuse.wrongKeys++;
    void wrong(socket, bounds).then(
      () => abuse.accepted++,
      () => {},
    );
  };
  async function tryKeys(): Promise<void> {
    while (abuse.wrongKeys < attack.wrongKeys) await open(port, tryKey);
  }
  for (let one = 0; one < wrongKeysAtOnce; one++) void tryKeys();
}

for await (const request of requests<Order | "stop">()) {
  if (request === "stop") sendMessage(abuse satisfies Abuse);
  else {
    await attackServer(request);
    sendMessage({ started: true });
  }
}
process.exit();
