/** Finds the programs that the tests in other languages need. */
import { spawnSync } from "node:child_process";

/** A Python that has protobuf. The Python on the PATH may differ from the system's. */
export function findPython(): string | undefined {
  const candidates = ["/usr/bin/python3", "python3"];
  return candidates.find((python) => spawnSync(python, ["-c", "import google.protobuf"]).status === 0);
}

export function hasProtoc(): boolean {
  return spawnSync("protoc", ["--version"]).status === 0;
}
