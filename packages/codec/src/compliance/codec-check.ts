/** The types of the compliance suite. */

/** One check of a codec. */
export interface CodecCheck {
  /** The requirement, as the name of a test. */
  readonly name: string;
  /** Throws where the codec does not meet it. Checks share no state, and can run in any order or at once. */
  run(): Promise<void>;
}

/** What a codec promises. */
export interface ComplianceOptions {
  /** Least PSNR in decibels of a round trip at quality 80, for each kind of frame. */
  readonly psnr: {
    /** For slow waves of colour. */
    readonly smooth: number;
    /** For the same with texture and coloured grain. */
    readonly noisy: number;
  };
  /**
   * The format marks its end, so that a frame without its last byte is refused. Default true. In H.264 the last bits can be
   * padding.
   */
  readonly marksEnd?: boolean;
  /** Size of the large frame. Default 3840x2160. */
  readonly large?: { readonly width: number; readonly height: number };
}
