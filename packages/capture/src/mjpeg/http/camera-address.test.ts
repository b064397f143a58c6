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
    "http://bob:sec/ret@cam",
    "http://",
    "cam.local",
    "",
  ])("refuses %j without repeating a password", (address) => {
    let error: unknown;
    try {
      parseCameraAddress(address);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ code: "usage", message: expect.stringContaining("http://192.168.1.20:8080/video") });
    expect(String(error)).not.toMatch(/sec|ret|bob/);
  });
});
