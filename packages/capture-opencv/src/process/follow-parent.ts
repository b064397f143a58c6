/**
 * Ends this process when the one that started it is gone, also by `kill -9`: its end of standard input closes then.
 * On a thread of its own, since the main one may be within a driver.
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
