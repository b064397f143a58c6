import { describe, expect, it } from "vitest";
import { SourceError } from "../source-error.ts";
import { hideSecrets, parseTarget, showUrl } from "./target.ts";

describe("parseTarget", () => {
  it("takes the name and password out of the address", () => {
    const { url, credentials } = parseTarget("http://bob:p%40ss%3Aw%25rd@cam:8080/video?x=1#here");
    expect(url.href).toBe("http://cam:8080/video?x=1");
    expect(credentials).toEqual({ username: "bob", password: "p@ss:w%rd" });
  });

  it("lets a password with a bare percent sign pass, and a name without a password", () => {
    expect(parseTarget("http://bob:100%@cam/").credentials).toEqual({ username: "bob", password: "100%" });
    expect(parseTarget("https://bob@cam/").credentials).toEqual({ username: "bob", password: "" });
    expect(parseTarget("http://cam/").credentials).toBeUndefined();
  });

  it("leaves the caller's URL as it was", () => {
    const address = new URL("http://bob:secret@cam/");
    parseTarget(address);
    expect(address.password).toBe("secret");
  });

  it.each([
    "rtsp://bob:secret@cam/",
    "bob:secret@cam:8080/video",
    "http://bob:sec/ret@cam",
    "http://",
    "cam.local",
    "",
  ])("refuses %j without repeating a password", (address) => {
    let error: unknown;
    try {
      parseTarget(address);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ code: "usage", message: expect.stringContaining("http://192.168.1.20:8080/video") });
    expect(String(error)).not.toMatch(/sec|ret|bob/);
  });
});

it("showUrl leaves out a password that a slash in it has made a path", () => {
  const { url } = parseTarget("http://bob:8080/secret@cam/video?to=a@b");
  expect(url.hostname).toBe("bob");
  expect(showUrl(url)).toBe("http://…@cam/video?to=a@b");
});

it("hideSecrets and showUrl leave out what looks secret in a query", () => {
  const address = "http://cam/videostream.cgi?user=admin&loginpas=x&pwd=topsecret&access_token=topsecret&size=3";
  const shown = "http://cam/videostream.cgi?user=admin&loginpas=x&pwd=…&access_token=…&size=3";
  expect(hideSecrets(address)).toBe(shown);
  expect(showUrl(new URL(address))).toBe(shown);
});
