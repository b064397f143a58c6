/** The attackers of `bench/siege.ts`: from eight addresses of loopback, each again as soon as it is cut off. */
import { connect, type Socket } from "node:net";

/** How many of each there are at a time, and of the wrong hellos in all. */
export interface Attack {
  readonly halfOpen: number;
  readonly wrongHellos: number;
  readonly slowHellos: number;
  readonly pingers: number;
}

/** What they did. */
export interface Blows {
  readonly opened: number;
  readonly cut: number;
  readonly refused: number;
  readonly wrongHellos: number;
  readonly pings: number;
}

const addresses = 8;
const restMs = 100;
/** Wrong hellos that are under way at a time. */
const wrongAtOnce = 50;

const blows = { opened: 0, cut: 0, refused: 0, wrongHellos: 0, pings: 0 };
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

/** A hello in protobuf: of version 2, under an id that has a key, or of bytes that are none. */
function wrongHello(): Buffer {
  const kinds = [
    () => hello(2, "0123456789abcdef"),
    () => hello(1, "vkXLJgW_Nr695oSEGijw_U"),
    () => Buffer.alloc(40, 0xff),
  ];
  return (kinds[blows.wrongHellos++ % kinds.length] as () => Buffer)();
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

/** One byte of a hello in 50 ms. */
function saySlowly(socket: Socket): void {
  const bytes = hello(1, "0123456789abcdef");
  let at = 0;
  const timer = setInterval(() => {
    if (at < bytes.length && socket.writable) socket.write(bytes.subarray(at, ++at));
    else clearInterval(timer);
  }, 100);
}

/** A thousand pings at a time, whenever the system takes them. */
function ping(socket: Socket): void {
  const one = Buffer.from([4, 0x22, 2, 0x08, 1]);
  const many = Buffer.concat(Array.from({ length: 1000 }, () => one));
  const flood = (): void => {
    while (!socket.destroyed && socket.writable) {
      blows.pings += 1000;
      if (!socket.write(many)) return;
    }
  };
  socket.write(hello(1, `pinger-${blows.opened}-${process.pid}`));
  socket.on("drain", flood);
  flood();
}

process.on("message", async (message: { readonly port: number; readonly attack: Attack; readonly end?: true }) => {
  if (message.end) {
    ended = true;
    process.send?.({ blows: { ...blows } }, () => process.exit());
    return;
  }
  const { port, attack } = message;
  const repeat = (count: number, act: (socket: Socket) => void): void => {
    for (let one = 0; one < count; one++) void again(port, act);
  };
  repeat(attack.halfOpen, () => {});
  repeat(attack.slowHellos, saySlowly);
  repeat(attack.pingers, ping);
  process.send?.({ begun: true });
  async function sayWrongly(): Promise<void> {
    while (!ended && blows.wrongHellos < attack.wrongHellos) await open(port, (socket) => socket.write(wrongHello()));
  }
  for (let one = 0; one < wrongAtOnce; one++) void sayWrongly();
});
process.once("disconnect", () => process.exit());
