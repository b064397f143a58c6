import { describe, it } from "vitest";
import { codecChecks } from "../compliance.ts";
import { webp } from "./webp.ts";

describe("webp complies", () => {
  for (const check of codecChecks(webp, { psnr: { smooth: 43, noisy: 32 } })) it(check.name, check.run);
});
