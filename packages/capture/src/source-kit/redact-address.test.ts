import { expect, it } from "vitest";
import { parseCameraAddress } from "../mjpeg/http/camera-address.ts";
import { redactText, redactUrl } from "./redact-address.ts";

it("redactUrl removes a password whose slash makes it a path", () => {
  const { url } = parseCameraAddress("http://bob:8080/secret@cam/video?to=a@b");
  expect(url.hostname).toBe("bob");
  expect(redactUrl(url)).toBe("http://…@cam/video?to=a@b");
});

it("redactText and redactUrl remove secret parameters of a query", () => {
  const address = "http://cam/videostream.cgi?user=admin&loginpas=x&pwd=topsecret&access_token=topsecret&size=3";
  const shown = "http://cam/videostream.cgi?user=admin&loginpas=x&pwd=…&access_token=…&size=3";
  expect(redactText(address)).toBe(shown);
  expect(redactUrl(new URL(address))).toBe(shown);
});
