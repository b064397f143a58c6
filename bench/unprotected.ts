/**
 * All benchmarks but `security` measure connections without protection, as those that they are compared with are. What
 * protection costs is what `security` measures.
 */
export const unprotected = { security: { insecure: true } } as const;
