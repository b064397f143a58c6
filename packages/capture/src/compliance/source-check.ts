/** The types of the compliance suite. */
import type { VideoSource } from "@framewire/media";

/** One check of a source. */
export interface SourceCheck {
  /** Name of the test. */
  readonly name: string;
  /** Rejects when the check fails. Checks have only the device in common, and run one after the other. */
  run(): Promise<void>;
}

/** The format that a check requests. */
export interface RequestedFormat {
  readonly width?: number;
  readonly height?: number;
  readonly fps?: number;
}

/** Options of `sourceChecks`. */
export interface SourceComplianceOptions {
  /** Whether the source honours a requested size. Default false. */
  readonly honoursSize?: boolean;
  /** Whether the source honours a requested rate. Default false. */
  readonly honoursFps?: boolean;
  /**
   * Returns the number of resources (processes, connections) that the source has open. Default: the active resources of
   * this process, of which a constant number may belong to the test runner.
   */
  readonly openResources?: () => number;
  /** A device that can be disconnected. */
  readonly device?: {
    /** Disconnects the device. */
    disconnect(): Promise<void>;
    /** Connects it again. */
    reconnect(): Promise<void>;
    /** Returns the warnings and informational messages that the source has logged. */
    logLines(): readonly string[];
    /** Limit for the first frame after `reconnect`, in milliseconds. Default 2000. */
    readonly recoveryTimeoutMs?: number;
  };
}

/** Creates the source for one check. */
export type CreateSource = (format: RequestedFormat) => VideoSource;
