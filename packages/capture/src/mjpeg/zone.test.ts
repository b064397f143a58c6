import { networkInterfaces } from "node:os";
import { expect, it } from "vitest";
import { loop, startCamera } from "../../testing/camera.ts";
import { fakeJpeg } from "../../testing/jpeg.ts";
import { recordLog, take, until } from "../../testing/read.ts";
import { mjpeg } from "./mjpeg.ts";

const addresses = Object.entries(networkInterfaces()).flatMap(([name, all = []]) =>
  all.filter(({ family }) => family === "IPv6").map(({ address }) => ({ address, name })),
);
const linkLocal = addresses.find(({ address }) => /^fe80:/i.test(address));
const hasIPv6 = addresses.some(({ address }) => address === "::1");

it.skipIf(!hasIPv6).each(["%", "%25"])("reads a camera whose IPv6 address has a zone after %s", async (sign) => {
  await using camera = await startCamera(loop([fakeJpeg()]), { host: "::1" });
  await expect(take(mjpeg(camera.url.replace("]", `${sign}1]`)), 2)).resolves.toHaveLength(2);
});

it.skipIf(!linkLocal)("reads a camera at a link-local address", async () => {
  const zoned = `${linkLocal?.address}%${linkLocal?.name}`;
  await using camera = await startCamera(loop([fakeJpeg()]), { host: zoned });
  const source = mjpeg(camera.url);
  expect(source.describe?.().device).toBe(camera.url);
  await expect(take(source, 2)).resolves.toHaveLength(2);
});

it.skipIf(!linkLocal)("names the missing network interface as the reason", async () => {
  const log = recordLog();
  const frames = mjpeg("http://[fe80::1%nosuch0]/video", { log })()[Symbol.asyncIterator]();
  const waiting = frames.next();
  await until(() => log.lines.length > 0, "it is logged");
  await frames.return?.();
  await waiting;
  expect(log.lines[0]).toMatch(/\[fe80::1%nosuch0\]\/video yet: this machine does not have the network interface/);
});
