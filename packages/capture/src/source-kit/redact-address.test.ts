import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSource } from "../parse-source.ts";
import { redactAddress, redactText, redactUrl } from "./redact-address.ts";
import { unencodedSecret } from "./split-address.ts";

const schemes = ["http", "https", "rtsp", "rtsps", "rtmp", "srt", "udp", "tcp", "opencv:rtsp", "ffmpeg:http"];

describe("redactAddress", () => {
  it.each(schemes)("shows no password of %s, whatever is in it", (scheme) => {
    for (const password of [
      "se#cret",
      "se/cret",
      "se?cret",
      "se\\cret",
      "se@cret",
      "se cret",
      "12#34cret",
      "12/a@b/cret",
      "12?cret",
    ]) {
      const shown = redactAddress(`${scheme}://bob:${password}@cam:8080/video?channel=1`);
      expect(shown).toBe(`${scheme}://…@cam:8080/video?channel=1`);
    }
  });

  it("shows no password of any characters, nor do the errors and the description of the source", () => {
    const fragment = fc.constantFrom(
      "#",
      "/",
      "?",
      "\\",
      "@",
      ":",
      "&",
      "=",
      "%",
      "[",
      "]",
      " ",
      "12",
      "xy",
      "%23",
      "ü",
    );
    const password = fc
      .tuple(fc.array(fragment, { maxLength: 5 }), fc.array(fragment, { maxLength: 5 }))
      .map(([before, after]) => `${before.join("")}S3cret${after.join("")}`);
    const place = fc.constantFrom("@cam:8080/video", "@192.168.1.20/", "@[::1]:80/a/b?channel=1", "@cam");
    fc.assert(
      fc.property(fc.constantFrom(...schemes), password, place, (scheme, password, place) => {
        const address = `${scheme}://bob:${password}${place}`;
        expect(redactAddress(address)).not.toContain("S3cret");
        expect(redactText(`Cannot open ${address}: failed.`)).not.toContain("S3cret");
        expect(told(address)).not.toContain("S3cret");
      }),
      { numRuns: 1000 },
    );
  });

  it("shows nothing behind a host that is none", () => {
    for (const address of ["http://bob:se#cret", "http://bob:se/cret", "rtsp://bob:secret%40cam/"]) {
      expect(redactAddress(address)).toBe(`${address.slice(0, 4)}://…`);
    }
  });

  it("shows an address without a scheme or with another number of slashes, and no password in it", () => {
    expect(redactAddress("bob:se/cret@cam:8080/video")).toBe("…@cam:8080/video");
    expect(redactAddress("http:bob:secret@cam")).toBe("http:…@cam");
    expect(redactAddress("http:\\\\bob:secret@cam")).toBe("http:\\\\…@cam");
    expect(redactAddress("192.168.1.20/video?pwd=secret")).toBe("192.168.1.20/video?pwd=…");
  });

  it.each([
    ["user=admin&loginpas=x&pwd=a#b&p=c&resolution=640x480", "user=…&loginpas=…&pwd=…&p=…&resolution=640x480"],
    ["sid=12345&auth=YWRtaW46MTE=&channel=1&subtype=0", "sid=…&auth=…&channel=1&subtype=0"],
    ["action=stream", "action=stream"],
    ["secret", "…"],
    ["size=a%40b%3Asecret", "size=…"],
    ["passphrase=secret;mode=caller", "passphrase=…;mode=caller"],
  ])("shows of the parameters %s the harmless ones", (query, shown) => {
    expect(redactAddress(`http://cam/video?${query}`)).toBe(`http://cam/video?${shown}`);
    expect(redactUrl(new URL(`http://cam/video?${query.replace("#", "%23")}`))).toBe(`http://cam/video?${shown}`);
  });

  it.each([
    [
      "rtsp://192.168.1.10:554/user=admin_password=tl/Jwp_channel=1_stream=0.sdp?real_stream",
      "rtsp://192.168.1.10:554/user=…?real_stream",
    ],
    ["rtsps://10.0.0.1:7441/AbCdEfGh12345678?enableSrtp", "rtsps://10.0.0.1:7441/…?enableSrtp"],
    ["rtsp://cam/live/admin:secret", "rtsp://cam/live/…"],
  ])("shows no password in the path of %s", (address, shown) => {
    expect(redactAddress(address)).toBe(shown);
  });

  it("shows what has no secret as it is", () => {
    for (const text of [
      ...[
        "http://cam/video",
        "http://192.168.1.20:8080/live@main",
        "udp://@239.0.0.1:1234",
        "http://[fe80::1%eth0]:80/x",
      ],
      ...["http://küche.local/cgi-bin/mjpg/video.cgi", "webcam", "-i", "file:/etc/passwd", "http://", ""],
    ]) {
      expect(redactAddress(text)).toBe(text);
    }
  });
});

it("redactText redacts the addresses in a line of a program", () => {
  expect(redactText("[tcp @ 0x55] rtsp://bob:se cret@cam/: 401 (rtmp://x/?key=1)")).not.toMatch(/cret|key=1/);
  expect(redactText("Opening http://cam/?pwd=secret&fps=5: failed.")).toBe("Opening http://cam/?pwd=…&fps=5: failed.");
  expect(redactText("error: too many: bob:secret@cam")).toBe("error: too many: …@cam");
  expect(redactText("[rtsp @ 0x55] method DESCRIBE failed: 401")).toBe("[rtsp @ 0x55] method DESCRIBE failed: 401");
});

describe("unencodedSecret", () => {
  it("says how to write what ends a host", () => {
    expect(unencodedSecret("rtmp://bob:se#cr/et@cam/x")).toContain(
      "“#” and “/”, which have to be written as %23 and %2F.",
    );
    expect(unencodedSecret("http://bob:12\\34@cam")).toContain("“\\”, which has to be written as %5C.");
    expect(unencodedSecret("http://bob:12?34@cam")).toContain("“?”, which has to be written as %3F.");
    expect(unencodedSecret("http://cam/video?user=bob&pwd=se#cret")).toBe(
      "the value of a parameter in it has “#”, which has to be written as %23.",
    );
  });

  it("finds nothing in an address that a parser understands", () => {
    for (const text of [
      ...[
        "http://bob:se@cret@cam/",
        "http://cam/?to=a@b",
        "http://10.0.0.1:80/a@b",
        "http://cam/?token=a/b?c",
        "http://cam/x?y=1#z",
      ],
    ]) {
      expect(unencodedSecret(text)).toBeUndefined();
    }
  });
});

/** Returns everything that a source tells about its address before it is opened. */
function told(address: string): string {
  try {
    return JSON.stringify(parseSource(address).describe?.());
  } catch (error) {
    return String(error) + JSON.stringify(error);
  }
}
