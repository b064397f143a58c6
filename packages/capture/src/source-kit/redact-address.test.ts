import { expect, it } from "vitest";
import { parseTarget } from "../mjpeg/http/camera-address.ts";
import { hideSecrets, showUrl } from "./redact-address.ts";

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
