import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { until } from "test-support/until";
import { describe, expect, it } from "vitest";
import WebSocket from "ws";
import { tcpPair } from "../../testing/tcp-pair.ts";
import { transportChecks } from "../../testing/transport-checks.ts";
import { webSocketPair } from "../../testing/websocket-pair.ts";
import { openConnection } from "../connection/open.ts";
import { WebSocketOpenError, webSocketOpen, webSocketTransport } from "./websocket.ts";

/** A port without a listener. */
async function deadUrl(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return `ws://127.0.0.1:${port}`;
}

describe("WebSocket, the ws package on both sides", () => {
  transportChecks(async () => {
    const [a, b] = await webSocketPair();
    return [webSocketTransport(a), webSocketTransport(b, { remoteAddress: "the other" })];
  });

  it("breaks at a text message", async () => {
    const [a, b] = await webSocketPair();
    const opening = openConnection(webSocketTransport(a), { codecs: ["jpeg"] });
    b.on("message", () => {});
    b.send("good day");
    await expect(opening).rejects.toMatchObject({
      info: { by: "lost", message: "The connection is lost. The peer sent a text message; Framewire is binary." },
    });
    await until(() => b.readyState === WebSocket.CLOSED);
  });
});

describe("webSocketOpen", () => {
  it("waits until the socket is open, and resolves at once if it is", async () => {
    const [a, b] = await webSocketPair();
    await webSocketOpen(a);
    const dialled = new WebSocket(await deadUrl());
    const error = await webSocketOpen(dialled).catch((reason) => reason);
    expect(error).toBeInstanceOf(WebSocketOpenError);
    expect(error.message).toMatch(/^There is no WebSocket at ws:/);
    await expect(webSocketOpen(dialled)).rejects.toThrow(/^There is no WebSocket at ws:/);
    a.terminate();
    b.terminate();
  });

  it("keeps messages that arrive with the end of the handshake until they are read", async () => {
    const server = createServer((socket) => {
      socket.once("data", (request) => {
        const [, key = ""] = /Sec-WebSocket-Key: (.+)\r/i.exec(String(request)) ?? [];
        const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
        const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
        socket.write(Buffer.concat([Buffer.from(head), Buffer.from([0x82, 3, 7, 8, 9])]));
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    await webSocketOpen(socket);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const received: number[] = [];
    webSocketTransport(socket).start({ data: (chunk) => received.push(...chunk), closed: () => {} });
    await until(() => received.length > 0);
    expect(received).toEqual([7, 8, 9]);
    socket.terminate();
    server.close();
  });

  it("rejects with the signal's reason", async () => {
    // A server that accepts and sends nothing.
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const reason = new Error("enough");
    const controller = new AbortController();
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    const opening = webSocketOpen(socket, controller.signal);
    const [accepted] = await once(server, "connection");
    controller.abort(reason);
    await expect(opening).rejects.toBe(reason);
    await expect(webSocketOpen(new WebSocket(`ws://127.0.0.1:${port}`), controller.signal)).rejects.toBe(reason);
    accepted.destroy();
    server.close();
  });
});

describe("a WebSocket transport", () => {
  it("accepts messages that split the byte stream anywhere", async () => {
    const [a, b] = await webSocketPair();
    const cutting = {
      ...webSocketTransport(b),
      write(parts: readonly Uint8Array[]) {
        for (const part of parts) for (const byte of part) b.send(Uint8Array.of(byte));
      },
    };
    const [left, right] = await Promise.all([
      openConnection(webSocketTransport(a), { codecs: ["jpeg"], name: "whole" }),
      openConnection(cutting, { codecs: ["jpeg"], name: "cut" }),
    ]);
    expect([left.remote.name, right.remote.name]).toEqual(["cut", "whole"]);
    await left.close();
    expect((await right.closed).code).toBe("left");
  });

  it("is not opened by a server without WebSockets", async () => {
    const [a, b] = await tcpPair();
    const socket = new WebSocket("ws://127.0.0.1", { createConnection: () => a });
    b.on("data", () => b.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await expect(webSocketOpen(socket)).rejects.toThrow("There is no WebSocket");
    b.destroy();
  });
});
