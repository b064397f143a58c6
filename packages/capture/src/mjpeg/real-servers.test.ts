import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EncodedFrame } from "@framewire/media";
import { freePort } from "test-support/free-port";
import { type Running, run } from "test-support/run";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCertificate } from "../../testing/certificate.ts";
import { footage, needs } from "../../testing/programs.ts";
import { failure, recordLog, take } from "../../testing/read.ts";
import { startTlsProxy } from "../../testing/tls-proxy.ts";
import { mjpeg } from "./mjpeg.ts";

/** These servers do not report when they listen: the source retries until they do. */
const backoff = { initialMs: 50, maxMs: 200 };
const street = { width: 768, height: 576, codec: "jpeg", type: "key" };

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "framewire-servers-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const ffmpeg = needs("ffmpeg", footage);
describe.skipIf(ffmpeg.skip)(`ffmpeg${ffmpeg.because}`, () => {
  /** The JPEGs of the footage, as ffmpeg encoded them: each in a file of its own. */
  const jpegs: Buffer[] = [];

  beforeAll(() => {
    const encode = ["-v", "error", "-i", footage, "-frames:v", "40", "-c:v", "mjpeg", "-q:v", "4"];
    execFileSync("ffmpeg", [...encode, join(folder, "street-%03d.jpg")]);
    const files = readdirSync(folder).filter((name) => name.startsWith("street-"));
    jpegs.push(...files.sort().map((name) => readFileSync(join(folder, name))));
  });

  /** Serves these JPEGs to one client, 100 per second, and exits after the last. */
  function serve(port: number, contentType?: string): Running {
    const input = ["-v", "error", "-re", "-framerate", "100", "-i", join(folder, "street-%03d.jpg"), "-c:v", "copy"];
    const type = contentType === undefined ? [] : ["-content_type", contentType];
    return run("ffmpeg", [...input, "-f", "mpjpeg", "-listen", "1", ...type, `http://127.0.0.1:${port}/`]);
  }

  function expectSameJpegs(frames: readonly EncodedFrame[]): void {
    expect(jpegs).toHaveLength(40);
    expect(frames).toHaveLength(40);
    frames.forEach((frame, i) => {
      expect(frame).toMatchObject({ ...street, sequence: i });
      expect(jpegs[i]?.equals(frame.data)).toBe(true);
    });
  }

  it.each([undefined, "multipart/x-mixed-replace;boundary=ffmpeg"])(
    "yields exactly the bytes that it serves (content type %s)",
    async (contentType) => {
      const port = await freePort();
      await using _ = serve(port, contentType);
      expectSameJpegs(await take(mjpeg(`http://127.0.0.1:${port}/`, { backoff }), 40));
    },
  );

  it("is read again after it has exited and restarted", async () => {
    const port = await freePort();
    const log = recordLog();
    await using first = serve(port);
    const frames: EncodedFrame[] = [];
    let second: Running | undefined;
    try {
      for await (const frame of mjpeg(`http://127.0.0.1:${port}/`, { backoff, log })()) {
        frames.push(frame);
        if (frames.length === 40) {
          await first.stop();
          second = serve(port);
        }
        if (frames.length === 80) break;
      }
    } finally {
      await second?.stop();
    }
    expectSameJpegs(frames.slice(0, 40));
    expect(frames.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 80 }, (_, i) => i));
    expect(frames.slice(40).every(({ data }, i) => jpegs[i]?.equals(data))).toBe(true);
    expect(log.lines.filter((line) => line.startsWith("warn: Lost the camera")).length).toBeGreaterThan(0);
    expect(log.lines.at(-1)).toContain("is back.");
  });

  const openssl = needs("openssl");
  it.skipIf(openssl.skip)(
    `yields exactly the bytes through TLS with a self-signed certificate${openssl.because}`,
    async () => {
      const certificate = makeCertificate("phone", "DNS:phone.invalid");
      const port = await freePort();
      await using proxy = await startTlsProxy(certificate, port);
      const url = `https://127.0.0.1:${proxy.port}/`;
      const refused = await failure(mjpeg(url));
      expect(refused.message).toContain(certificate.fingerprint);
      await using _ = serve(port);
      expectSameJpegs(await take(mjpeg(url, { backoff, fingerprint: certificate.fingerprint }), 40));
    },
  );
});

const ustreamer = needs("ustreamer", "ffmpeg", footage);
describe.skipIf(ustreamer.skip)(`ustreamer${ustreamer.because}`, () => {
  it("yields exactly the bytes that it serves, here its image for a missing camera, behind Basic", async () => {
    const blank = join(folder, "blank.jpg");
    execFileSync("ffmpeg", ["-v", "error", "-i", footage, "-frames:v", "1", "-c:v", "mjpeg", blank]);
    const port = await freePort();
    const access = ["--user", "bob", "--passwd", "s:cret"];
    const device = ["--device", join(folder, "no-device"), "--blank", blank];
    await using _ = run("ustreamer", [...device, ...access, "--host", "127.0.0.1", "--port", String(port)]);

    const frames = await take(mjpeg(`http://bob:s%3Acret@127.0.0.1:${port}/stream`, { backoff }), 2);
    expect(frames).toMatchObject([street, street]);
    for (const { data } of frames) expect(readFileSync(blank).equals(data)).toBe(true);

    await expect(failure(mjpeg(`http://bob:wrong@127.0.0.1:${port}/stream`))).resolves.toMatchObject({
      code: "unauthorized",
    });
    await expect(failure(mjpeg(`http://bob:s%3Acret@127.0.0.1:${port}/`))).resolves.toMatchObject({ code: "format" });
    await expect(failure(mjpeg(`http://bob:s%3Acret@127.0.0.1:${port}/no`))).resolves.toMatchObject({ code: "http" });
  });
});

const motion = needs("motion", "openssl", footage);
describe.skipIf(motion.skip)(`motion${motion.because}`, () => {
  it("yields frames of the footage over its own https, behind Digest", async () => {
    const certificate = makeCertificate("motion", "DNS:motion.invalid");
    const port = await freePort();
    const settings = {
      setup_mode: "off",
      netcam_url: `file://${footage}`,
      width: 768,
      height: 576,
      framerate: 30,
      stream_port: port,
      stream_maxrate: 30,
      stream_auth_method: 2,
      stream_authentication: "bob:secret",
      stream_tls: "on",
      webcontrol_port: 0,
      webcontrol_cert: join(folder, "motion.crt"),
      webcontrol_key: join(folder, "motion.key"),
      picture_output: "off",
      movie_output: "off",
      target_dir: folder,
    };
    writeFileSync(settings.webcontrol_cert, certificate.cert);
    writeFileSync(settings.webcontrol_key, certificate.key);
    const config = join(folder, "motion.conf");
    writeFileSync(
      config,
      Object.entries(settings)
        .map(([name, value]) => `${name} ${value}\n`)
        .join(""),
    );
    await using server = run("motion", ["-n", "-m", "-c", config]);

    const { fingerprint } = certificate;
    const address = `https://bob:secret@127.0.0.1:${port}/`;
    const frames = await take(mjpeg(address, { backoff, fingerprint }), 10);
    expect(frames, server.output).toHaveLength(10);
    for (const frame of frames) expect(frame).toMatchObject(street);

    const refused = await failure(mjpeg(address.replace("secret", "wrong"), { fingerprint }));
    expect(refused).toMatchObject({ code: "unauthorized" });
  });
});
