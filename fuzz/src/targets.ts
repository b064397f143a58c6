/** The list of targets. */

import type { Target } from "./target.ts";

/** The targets by name. Each is loaded on demand: coverage is complete only for code that is loaded after it starts. */
export const targets: Readonly<Record<string, () => Promise<Target>>> = {
  packets: async () => (await import("./targets/packets.ts")).packets,
  connection: async () => (await import("./targets/connection.ts")).connection,
  multipart: async () => (await import("./targets/multipart.ts")).multipart,
  challenge: async () => (await import("./targets/challenge.ts")).challenge,
  nut: async () => (await import("./targets/nut.ts")).nut,
  "image-headers": async () => (await import("./targets/image-headers.ts")).imageHeaders,
  "typed-input": async () => (await import("./targets/typed-input.ts")).typedInput,
  gateway: async () => (await import("./targets/gateway.ts")).gateway,
};

/** Loads a target, or the one with the planted fault, which is not in the list. */
export function loadTarget(name: string): Promise<Target> {
  const load = name === "planted" ? async () => (await import("./targets/planted.ts")).planted : targets[name];
  if (!load) throw new Error(`There is no target “${name}”. The targets are ${Object.keys(targets).join(", ")}.`);
  return load();
}
