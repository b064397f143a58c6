import { describe } from "vitest";
import { transportChecks } from "../../testing/transport-checks.ts";
import { memoryTransports } from "./memory.ts";

describe("memory transports", () => transportChecks(async () => memoryTransports()));
