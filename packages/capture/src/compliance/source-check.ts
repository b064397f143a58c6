import type { VideoSource } from "@framewire/media";

/** One thing that every source must do. */
export interface SourceCheck {
  /** What the source does, as the name of a test. */
  readonly name: string;
  /** Throws when the source does not do it. Checks share nothing but the device, and run one after the other. */
  run(): Promise<void>;
}

/** What a source is asked for, where it promises to give it. */
export interface Asked {
  readonly width?: number;
  readonly height?: number;
  readonly fps?: number;
}

/** What is needed to check a source, and what it promises of itself. */
export interface SourceComplianceOptions {
  /** Whether it honours a size that it is asked for. Default false. */
  readonly honoursSize?: boolean;
  /** Whether it honours a rate that it is asked for. Default false. */
  readonly honoursFps?: boolean;
  /**
   * How many things (processes, connections) are open because of the source at this moment. Default: what keeps this process
   * running, of which the runner of the tests may have a part, but a steady one.
   */
  readonly opened?: () => number;
  /** For a device that can be taken away. */
  readonly device?: {
    /** Takes the device away. */
    lose(): Promise<void>;
    /** Gives it back. */
    restore(): Promise<void>;
    /** What the source has logged as a warning or as information so far. */
    said(): readonly string[];
    /** Milliseconds that it may take until the picture is back. Default 2000. */
    readonly within?: number;
  };
}

/** Makes the source anew, for one check. */
export type CreateSource = (asked: Asked) => VideoSource;
