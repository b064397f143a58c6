import { expect, it } from "vitest";
import { parseContentType } from "./content-type.ts";

it.each([
  ["multipart/x-mixed-replace; boundary=frame", "frame"],
  ["multipart/x-mixed-replace;boundary=--frame", "--frame"],
  ['Multipart/X-Mixed-Replace; Boundary="--my frame"', "--my frame"],
  ['multipart/x-mixed-replace; boundary = "a\\"b;c" ; charset=x', 'a"b;c'],
  ["multipart/x-mixed-replace; charset=x; boundary=fr=a/me:1; x=y", "fr=a/me:1"],
  ['multipart/x-mixed-replace; boundary="open', "open"],
  ["multipart/x-mixed-replace; boundary=", undefined],
  ["multipart/x-mixed-replace", undefined],
])("parseContentType reads %s", (header, boundary) => {
  expect(parseContentType(header)).toEqual({ type: "multipart/x-mixed-replace", boundary });
});

it("parseContentType returns an empty type for a missing header", () => {
  expect(parseContentType(undefined)).toEqual({ type: "", boundary: undefined });
});
