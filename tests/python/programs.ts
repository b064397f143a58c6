import { spawnSync } from "node:child_process";

/** A Python that has protobuf: the one on the path may be another than the system's. */
export function findPython(): string | undefined {
  const candidates = ["/usr/bin/python3", "python3"];
  return candidates.find((python) => spawnSync(python, ["-c", "import google.protobuf"]).status === 0);
}

export function hasProtoc(): boolean {
  return spawnSync("protoc", ["--version"]).status === 0;
}
