/**
 * A worker thread that ends this process when its parent ends, also by `kill -9`: that closes the standard input. It is a
 * thread of its own because the main thread may block in a driver.
 *
 * @module
 */
import { readSync } from "node:fs";

try {
  const byte = new Uint8Array(1);
  while (readSync(0, byte) > 0);
} finally {
  process.kill(process.pid, "SIGKILL");
}
