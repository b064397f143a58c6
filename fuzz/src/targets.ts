import type { Target } from "./target.ts";

/** What is fuzzed, by name. Each is loaded when its turn comes: coverage is counted of what is loaded after it began. */
export const targets: Readonly<Record<string, () => Promise<Target>>> = {
  packets: async () => (await import("./targets/packets.ts")).packets,
  connection: async () => (await import("./targets/connection.ts")).connection,
  multipart: async () => (await import("./targets/multipart.ts")).multipart,
  challenge: async () => (await import("./targets/challenge.ts")).challenge,
  nut: async () => (await import("./targets/nut.ts")).nut,
  pictures: async () => (await import("./targets/pictures.ts")).pictures,
  words: async () => (await import("./targets/words.ts")).words,
  gateway: async () => (await import("./targets/gateway.ts")).gateway,
};

/** Loads a target; also the one with the planted fault, which is not among them. */
export function loadTarget(name: string): Promise<Target> {
  const load = name === "planted" ? async () => (await import("./targets/planted.ts")).planted : targets[name];
  if (!load) throw new Error(`There is no target “${name}”. There are ${Object.keys(targets).join(", ")}.`);
  return load();
}
