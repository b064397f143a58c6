/** Frames one way: of all the connections that there were with the peer since this program started. */
export interface Totals {
  readonly frames: number;
  readonly bytes: number;
  readonly dropped: number;
}

/** Frames both ways. */
export interface Counts {
  readonly sent: Totals & { readonly acked: number };
  readonly received: Totals;
}
