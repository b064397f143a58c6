/** The failure to listen on a port, with the option that changes it. */

/** Returns the error of a listening socket in the words of the command line; any other error as it is. */
export function nameListenOption(error: unknown, { what, host, port, options }: Listening): unknown {
  const explanation = explanations[codeOf(error)];
  if (!explanation) return error;
  const example = port >= 1 && port < lastPort ? `, such as ${options.port} ${port + 1}` : "";
  const sentence = explanation({ ...options, example });
  return new Error(`${what === undefined ? "Cannot" : `${what} cannot`} listen on ${host} port ${port}: ${sentence}`, {
    cause: error,
  });
}

/** What listens, and the options that say where. */
export interface Listening {
  /** The subject of the sentence. Default: none. */
  readonly what?: string;
  readonly host: string;
  readonly port: number;
  readonly options: { readonly port: string; readonly host: string };
}

const lastPort = 65_535;

type Explanation = (names: { readonly port: string; readonly host: string; readonly example: string }) => string;

const explanations: Readonly<Record<string, Explanation>> = {
  EADDRINUSE: ({ port, example }) =>
    `another program has the port. Choose another with ${port}${example}, or stop that program.`,
  EACCES: ({ port }) => `this user may not use the port. Choose one above 1023 with ${port}.`,
  EADDRNOTAVAIL: ({ host }) => `this machine does not have the address. Set ${host} 0.0.0.0 for all that it has.`,
  ENOTFOUND: ({ host }) => `the host name is not known. Set ${host} 0.0.0.0 for all addresses of this machine.`,
};

/** Returns the system's code of an error or of its cause. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  for (const candidate of [cause, error]) {
    const code = candidate instanceof Error && "code" in candidate ? String(candidate.code) : "";
    if (code in explanations) return code;
  }
  return "";
}
