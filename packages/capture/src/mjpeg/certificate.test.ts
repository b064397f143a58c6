import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { type Camera, loop, startCamera } from "../../testing/camera.ts";
import { makeCertificate } from "../../testing/certificate.ts";
import { fakeJpeg } from "../../testing/jpeg.ts";
import { needs } from "../../testing/programs.ts";
import { failure, recordLog, take, until } from "../../testing/read.ts";
import { mjpeg } from "./mjpeg.ts";

const { skip, because } = needs("openssl");
const stream = loop([fakeJpeg()]);
const backoff = { initialMs: 5, maxMs: 20 };

describe.skipIf(skip)(`a camera with an old TLS${because}`, () => {
  const certificate = skip ? { key: "", cert: "", fingerprint: "" } : makeCertificate("camera", "DNS:camera.invalid");

  it.each([
    ["TLSv1", "TLS 1.0"],
    ["TLSv1.1", "TLS 1.1"],
  ] as const)("of version %s is accepted by its fingerprint or with insecure only", async (version, name) => {
    const tls = { ...certificate, minVersion: version, maxVersion: version, ciphers: "DEFAULT@SECLEVEL=0" };
    await using camera = await startCamera(stream, { tls });
    const error = await failure(mjpeg(camera.url.replace("//", "//bob:secret@")));
    expect(error).toMatchObject({ code: "certificate" });
    expect(error.message).toContain(`speaks only ${name}`);
    expect(error.message).toContain(`--source-fingerprint ${certificate.fingerprint}`);
    expect(error.message).toContain("--source-insecure");
    expect(error.message).not.toMatch(/http:\/\/|bob|secret/);
    expect(camera.requests).toBe(0);
    await expect(take(mjpeg(camera.url, { fingerprint: certificate.fingerprint }), 2)).resolves.toHaveLength(2);
    await expect(take(mjpeg(camera.url, { insecure: true }), 2)).resolves.toHaveLength(2);
  });

  it("is not used with a camera that has TLS 1.3", async () => {
    const tls = { ...certificate, minVersion: "TLSv1.3" } as const;
    await using camera = await startCamera(stream, { tls });
    await expect(take(mjpeg(camera.url, { fingerprint: certificate.fingerprint }), 2)).resolves.toHaveLength(2);
  });

  it("is never a reason to send the password without protection", async () => {
    await using plain = await startCamera(stream);
    const error = await failure(mjpeg(`https://bob:secret@127.0.0.1:${plain.port}/video`));
    expect(error.message).toContain(`There is no TLS connection to https://127.0.0.1:${plain.port}/video: it answered`);
    expect(error.message).not.toMatch(/http:\/\/|bob|secret/);
  });
});

describe.skipIf(skip)(`a camera with a self-signed certificate${because}`, () => {
  // What a phone has: a name that is not its address.
  const phone = skip ? { key: "", cert: "", fingerprint: "" } : makeCertificate("IP Webcam", "DNS:phone.invalid");
  const stranger = skip ? phone : makeCertificate("IP Webcam", "DNS:phone.invalid");

  it("is refused before anything is sent, with the fingerprint and the options to accept it", async () => {
    await using camera = await startCamera(stream, { tls: phone });
    const error = await failure(mjpeg(camera.url.replace("//", "//bob:secret@")));
    expect(error).toMatchObject({ code: "certificate" });
    expect(error.message).toContain(`--source-fingerprint ${phone.fingerprint}`);
    expect(error.message).toContain("--source-insecure");
    expect(error.message).toContain("DEPTH_ZERO_SELF_SIGNED_CERT");
    expect(error.message).not.toMatch(/bob|secret/);
    expect(camera.requests).toBe(0);
    await until(() => camera.sockets.size === 0, "the socket is closed");
  });

  it("is accepted by its fingerprint, however that is written, although the name is another", async () => {
    await using camera = await startCamera(stream, { tls: phone });
    for (const fingerprint of [phone.fingerprint, phone.fingerprint.toLowerCase().replaceAll(":", "")]) {
      await expect(take(mjpeg(camera.url, { fingerprint }), 2)).resolves.toHaveLength(2);
    }
  });

  it("is refused with both fingerprints when another was named, also with insecure", async () => {
    await using camera = await startCamera(stream, { tls: stranger });
    const error = await failure(mjpeg(camera.url, { fingerprint: phone.fingerprint, insecure: true }));
    expect(error).toMatchObject({ code: "certificate" });
    expect(error.message).toContain(`expected SHA-256 ${phone.fingerprint}`);
    expect(error.message).toContain(`it has ${stranger.fingerprint}`);
    expect(camera.requests).toBe(0);
  });

  it("is accepted with insecure", async () => {
    await using camera = await startCamera(stream, { tls: phone });
    await expect(take(mjpeg(camera.url, { insecure: true }), 2)).resolves.toHaveLength(2);
  });

  it("is waited for when another server with another certificate has taken over its address, which gets no request", async () => {
    const first = await startCamera(stream, { tls: phone });
    const log = recordLog();
    const frames = mjpeg(first.url, { fingerprint: phone.fingerprint, backoff, log })()[Symbol.asyncIterator]();
    await frames.next();
    await first.close();
    const second = await startCamera(stream, { tls: stranger, port: first.port });
    let third: Camera | undefined;
    const afterwards = (async () => {
      for (;;) if ((await frames.next()).done || third?.requests) return;
    })();
    await until(() => log.lines.some((line) => line.includes("does not match the fingerprint")), "it is logged");
    expect(second.requests).toBe(0);
    await second.close();
    third = await startCamera(stream, { tls: phone, port: first.port });
    await afterwards;
    await frames.return?.();
    expect(third.requests).toBe(1);
    await third.close();
  });

  it("does not redirect a reader with a fingerprint to plain http", async () => {
    await using plain = await startCamera(stream);
    await using camera = await startCamera((_, response) => response.writeHead(302, { Location: plain.url }).end(), {
      tls: phone,
    });
    const error = await failure(mjpeg(camera.url, { fingerprint: phone.fingerprint }));
    expect(error).toMatchObject({ code: "certificate", message: expect.stringContaining("which has no certificate") });
    expect(plain.requests).toBe(0);
  });

  it("is distinguished from a server of plain http, and vice versa", async () => {
    await using camera = await startCamera(stream, { tls: phone });
    await using plain = await startCamera(stream);
    await expect(failure(mjpeg(`https://127.0.0.1:${plain.port}/video`))).resolves.toMatchObject({
      code: "http",
      message: `There is no TLS connection to https://127.0.0.1:${plain.port}/video: it answered with something that is not TLS (ERR_SSL_WRONG_VERSION_NUMBER).`,
    });

    const log = recordLog();
    const frames = mjpeg(`http://127.0.0.1:${camera.port}/`, { backoff, log })()[Symbol.asyncIterator]();
    const waiting = frames.next();
    await until(() => log.lines.length > 0, "it is logged");
    await frames.return?.();
    await waiting;
    expect(log.lines[0]).toMatch(/closed the connection without an answer\. Trying/);
  });

  it("needs neither where this machine trusts the certificate for the name", async () => {
    const trusted = makeCertificate("camera", "DNS:localhost,IP:127.0.0.1");
    const folder = mkdtempSync(join(tmpdir(), "framewire-trust-"));
    try {
      writeFileSync(join(folder, "ca.pem"), trusted.cert + phone.cert);
      await using camera = await startCamera(stream, { tls: trusted });
      await using misnamed = await startCamera(stream, { tls: phone });
      const script = `
        const { mjpeg } = await import(${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)});
        for await (const frame of mjpeg(process.argv[1])()) { console.log(frame.width, frame.height); break; }`;
      const read = async (address: string): Promise<string> => {
        const args = ["--input-type=module", "--eval", script, address];
        const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, "ca.pem") };
        return (await promisify(execFile)(process.execPath, args, { env })).stdout.trim();
      };
      await expect(read(camera.url)).resolves.toBe("64 48");
      await expect(read(camera.url.replace("127.0.0.1", "localhost"))).resolves.toBe("64 48");
      await expect(read(misnamed.url)).rejects.toThrow("ERR_TLS_CERT_ALTNAME_INVALID");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
