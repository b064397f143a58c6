/** Why a request is refused. */
export interface Refusal {
  readonly status: 401 | 403 | 404 | 429 | 503;
  /** A sentence for people. */
  readonly error: string;
}
