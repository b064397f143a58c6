import { expect, it, onTestFinished } from "vitest";
import { hideKey } from "./hide-key.ts";

it.each([
  [["--key", "7QK2"], true],
  [["--key=7QK2"], true],
  [["--source", "rtsp://bob:secret@cam/"], true],
  [["--source=http://cam/?loginpas=secret"], true],
  [["--source", "http://cam/video", "--key-file", "file"], false],
])("replaces the process title where the arguments are %j: %s", (argv, hides) => {
  const { title } = process;
  onTestFinished(() => {
    process.title = title;
  });
  hideKey("server", argv);
  expect(process.title === "framewire server").toBe(hides);
});
