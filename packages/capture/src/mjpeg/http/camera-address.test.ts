import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { SourceError } from "../../source-error.ts";
import { parseCameraAddress } from "./camera-address.ts";

describe("parseTarget", () => {
  it("removes the name and password from the address", () => {
    const { url, credentials } = parseCameraAddress("http://bob:p%40ss%3Aw%25rd@cam:8080/video?x=1#here");
    expect(url.href).toBe("http://cam:8080/video?x=1");
    expect(credentials).toEqual({ username: "bob", password: "p@ss:w%rd" });
  });

  it("lets a password with a bare percent sign pass, and a name without a password", () => {
    expect(parseCameraAddress("http://bob:100%@cam/").credentials).toEqual({ username: "bob", password: "100%" });
    expect(parseCameraAddress("https://bob@cam/").credentials).toEqual({ username: "bob", password: "" });
    expect(parseCameraAddress("http://cam/").credentials).toBeUndefined();
  });

  it("leaves the caller's URL as it was", () => {
    const address = new URL("http://bob:secret@cam/");
    parseCameraAddress(address);
    expect(address.password).toBe("secret");
  });

  it.each([
    "rtsp://bob:secret@cam/",
    "bob:secret@cam:8080/video",
    "http://bob:se[cret",
    "http://bob:se/cret",
    "http://",
    "cam.local",
    "",
  ])("refuses %j without repeating a password", (address) => {
    const error = refusal(address);
    expect(error).toMatchObject({ code: "usage", message: expect.stringContaining("http://192.168.1.20:8080/video") });
    expect(inspect(error, { depth: 9 })).not.toMatch(/bob|cret/);
  });

  it.each(["se#cret", "se/cret", "se?cret", "se\\cret", "12#34cret", "12/34cret", "12?34cret", "12\\34cret"])(
    "refuses the password %s, says which character to encode, and repeats nothing of it",
    (password) => {
      const character = /[#/?\\]/.exec(password)?.[0] ?? "";
      const error = refusal(`http://bob:${password}@cam:8080/video`);
      expect(error.message).toContain(
        `“http://…@cam:8080/video” cannot be read: the name or the password in it has “${character}”, which has to be written as ${encodeURIComponent(character)}.`,
      );
      expect(inspect(error, { depth: 9 })).not.toMatch(/bob|cret/);
      expect(error.message).not.toContain("12");
      const encoded = parseCameraAddress(`http://bob:${encodeURIComponent(password)}@cam:8080/video`);
      expect(encoded.credentials?.password).toBe(password);
    },
  );

  it("takes an @ within the password, and within the path", () => {
    expect(parseCameraAddress("http://bob:a@b@cam/").credentials?.password).toBe("a@b");
    expect(parseCameraAddress("http://192.168.1.20:8080/live@main").url.pathname).toBe("/live@main");
  });

  it.each(["http://[fe80::1%eth0]:8080/video", "http://[fe80::1%25eth0]:8080/video"])(
    "takes the zone of %s",
    (address) => {
      const camera = parseCameraAddress(address.replace("//", "//bob:x@"));
      expect(camera).toMatchObject({ zone: "eth0", label: "http://[fe80::1%eth0]:8080/video" });
      expect(camera.url.href).toBe("http://[fe80::1]:8080/video");
      expect(camera.credentials).toEqual({ username: "bob", password: "x" });
    },
  );

  it("asks for the zone of a link-local address", () => {
    expect(refusal("http://[fe80::1]:8080/video").message).toContain("http://[fe80::1%eth0] for eth0");
  });
});

function refusal(address: string): Error {
  try {
    parseCameraAddress(address);
  } catch (error) {
    if (error instanceof SourceError) return error;
  }
  throw new Error("There is no SourceError.");
}
