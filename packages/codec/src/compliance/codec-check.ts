/** One thing that every codec must do. */
export interface CodecCheck {
  /** What the codec does, as the name of a test. */
  readonly name: string;
  /** Throws when the codec does not do it. Checks share nothing, and may run in any order or at once. */
  run(): Promise<void>;
}

/** What a codec promises of itself. */
export interface ComplianceOptions {
  /** Least PSNR in decibels of a round trip at quality 80, for each kind of picture. */
  readonly psnr: {
    /** For slow waves of colour. */
    readonly smooth: number;
    /** For the same with texture and coloured grain. */
    readonly noisy: number;
  };
  /** Size of the large picture. Default 3840x2160. */
  readonly large?: { readonly width: number; readonly height: number };
}
