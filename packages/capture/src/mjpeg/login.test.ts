import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fakeJpeg } from "../../testing/jpeg.ts";
import { partOf, type RawCamera, startRawCamera } from "../../testing/raw-camera.ts";
import { failure, take } from "../../testing/read.ts";
import { mjpeg } from "./mjpeg.ts";

const backoff = { initialMs: 5, maxMs: 20 };
const stream = `HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n${partOf(fakeJpeg())}`;
const password = "Grüße€";
const western = "Grüße";

/** Starts a camera that sends its stream where `accepts` agrees to the `Authorization` header, and else a 401. */
function startLocked(
  accepts: (authorization: string) => boolean,
  challenge: (request: number) => string,
): Promise<RawCamera> {
  let count = 0;
  return startRawCamera((socket, request) => {
    const authorization = /^Authorization: (.*)$/m.exec(request)?.[1]?.trim();
    if (authorization !== undefined && accepts(authorization)) socket.write(stream, "latin1");
    else socket.end(`HTTP/1.1 401 Unauthorized\r\n${challenge(count++)}Content-Length: 0\r\n\r\n`, "latin1");
  });
}

function md5(bytes: Buffer | string): string {
  return createHash("md5").update(bytes).digest("hex");
}

/** Returns the address of a camera with a name and password. */
function addressOf(camera: RawCamera, name: string, secret: string): string {
  return camera.url.replace("//", `//${encodeURIComponent(name)}:${encodeURIComponent(secret)}@`);
}

/** Whether a digest answer is right for these bytes; one character per byte in `authorization`. */
function isRight(authorization: string, realm: Buffer, user: Buffer, secret: Buffer, nonce: string): boolean {
  const field = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(authorization)?.[1] ?? "";
  const secretHash = md5(Buffer.concat([user, Buffer.from(":"), realm, Buffer.from(":"), secret]));
  return (
    field("realm") === realm.toString("latin1") &&
    field("nonce") === nonce &&
    field("username") === user.toString("latin1") &&
    field("response") === md5(`${secretHash}:${nonce}:${md5("GET:/")}`)
  );
}

describe("a digest realm beyond ASCII", () => {
  it.each(["utf8", "latin1"] as const)("is hashed and returned as the bytes that came: %s", async (encoding) => {
    const realm = Buffer.from("Überwachung", encoding);
    await using camera = await startLocked(
      (answer) => isRight(answer, realm, Buffer.from("bob"), Buffer.from("secret"), "n"),
      () => `WWW-Authenticate: Digest realm="${realm.toString("latin1")}", nonce="n"\r\n`,
    );
    await expect(take(mjpeg(addressOf(camera, "bob", "secret"), { backoff }), 1)).resolves.toHaveLength(1);
    expect(camera.requests).toHaveLength(2);
  });
});

describe("a name and password beyond ASCII", () => {
  const digest = 'WWW-Authenticate: Digest realm="x", nonce="n"\r\n';
  const basic = 'WWW-Authenticate: Basic realm="x"\r\n';

  it.each([
    ["utf8", 2],
    ["latin1", 3],
  ] as const)("are sent in UTF-8, then in Latin-1, with digest: %s", async (encoding, requests) => {
    const [user, secret] = [Buffer.from("jörg", encoding), Buffer.from(western, encoding)];
    await using camera = await startLocked(
      (answer) => isRight(answer, Buffer.from("x"), user, secret, "n"),
      () => digest,
    );
    await expect(take(mjpeg(addressOf(camera, "jörg", western), { backoff }), 1)).resolves.toHaveLength(1);
    expect(camera.requests).toHaveLength(requests);
  });

  it.each([
    ["utf8", 2],
    ["latin1", 3],
  ] as const)("are sent in UTF-8, then in Latin-1, with Basic: %s", async (encoding, requests) => {
    const expected = `Basic ${Buffer.from(`jörg:${western}`, encoding).toString("base64")}`;
    await using camera = await startLocked(
      (answer) => answer === expected,
      () => basic,
    );
    // The same text with combining marks, as some keyboards and clipboards give it.
    const address = addressOf(camera, "jörg".normalize("NFD"), western.normalize("NFD"));
    await expect(take(mjpeg(address, { backoff }), 1)).resolves.toHaveLength(1);
    expect(camera.requests).toHaveLength(requests);
  });

  it("are sent at once in the encoding that the camera has accepted before", async () => {
    const expected = `Basic ${Buffer.from(`bob:${western}`, "latin1").toString("base64")}`;
    await using camera = await startLocked(
      (answer) => answer === expected,
      () => basic,
    );
    const source = mjpeg(addressOf(camera, "bob", western), { backoff });
    await take(source, 1);
    await take(source, 1);
    expect(camera.requests).toHaveLength(5);
  });

  it("are sent once where they have no Latin-1, and are final where both are refused", async () => {
    for (const [secret, requests] of [
      [password, 2],
      [western, 3],
    ] as const) {
      await using camera = await startLocked(
        () => false,
        () => basic,
      );
      const error = await failure(mjpeg(addressOf(camera, "bob", secret), { backoff }));
      expect(error).toMatchObject({ code: "unauthorized" });
      expect(camera.requests).toHaveLength(requests);
    }
  });

  it("have their name encoded only for a camera that announces UTF-8", async () => {
    const answers: string[] = [];
    for (const charset of [", charset=UTF-8", ""]) {
      await using camera = await startLocked(
        (answer) => answers.push(answer) > 0,
        () => `WWW-Authenticate: Digest realm="x", nonce="n"${charset}\r\n`,
      );
      await take(mjpeg(addressOf(camera, "jörg", "x"), { backoff }), 1);
    }
    expect(answers).toEqual([
      expect.stringContaining("username*=UTF-8''j%c3%b6rg,"),
      expect.stringContaining(`username="${Buffer.from("jörg").toString("latin1")}"`),
    ]);
  });
});

describe("a nonce that is stale", () => {
  const challenge = (request: number): string =>
    `WWW-Authenticate: Digest realm="x", nonce="n${request}"${request > 0 ? ", stale=TRUE" : ""}\r\n`;
  const accepts = (nonce: string): ((answer: string) => boolean) => {
    return (answer) => isRight(answer, Buffer.from("x"), Buffer.from("bob"), Buffer.from("secret"), nonce);
  };

  it("is replaced by the new one", async () => {
    await using camera = await startLocked(accepts("n2"), challenge);
    await expect(take(mjpeg(addressOf(camera, "bob", "secret"), { backoff }), 1)).resolves.toHaveLength(1);
    expect(camera.requests).toHaveLength(4);
  });

  it("is replaced a few times only", async () => {
    await using camera = await startLocked(accepts("n99"), challenge);
    await expect(failure(mjpeg(addressOf(camera, "bob", "secret"), { backoff }))).resolves.toMatchObject({
      code: "unauthorized",
    });
    expect(camera.requests).toHaveLength(4);
  });
});

it("a 401 without a challenge is answered with Basic", async () => {
  await using camera = await startLocked(
    (answer) => answer === `Basic ${Buffer.from("bob:secret").toString("base64")}`,
    () => "",
  );
  await expect(take(mjpeg(addressOf(camera, "bob", "secret"), { backoff }), 1)).resolves.toHaveLength(1);
});
