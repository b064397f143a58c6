/** The three ways to secure a connection. */

/** A server's certificate, where a PKI exists. */
export interface ServerTls {
  /** The certificate chain, as PEM. */
  readonly cert: string;
  /** The certificate's private key, as PEM. */
  readonly key: string;
  /** The authority of the clients' certificates, as PEM. Without it clients need no certificate. */
  readonly ca?: string | undefined;
}

/** The certificates of a client, where a PKI exists. */
export interface ClientTls {
  /** The authority of the server's certificate, as PEM. Default: the authorities that Node trusts. */
  readonly ca?: string | undefined;
  /** The client's own certificate and its private key, as PEM, for a server that requires one. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** The name that the server's certificate is for. Default: the dialled host. */
  readonly serverName?: string | undefined;
}

/**
 * How a connection is secured: exactly one of the three. `key` is the pairing key, the same on both sides: the
 * connection is encrypted, and each side proves that it has the key. It comes from `createPairingKey`, or is any text of
 * 12 to 200 characters. `tls` takes certificates. `insecure` means neither encryption nor authentication.
 */
export interface Security<Tls> {
  readonly key?: string | undefined;
  readonly tls?: Tls | undefined;
  readonly insecure?: true | undefined;
}

/** How a server secures its connections: exactly one of `key`, `tls` and `insecure`. */
export type ServerSecurity = Security<ServerTls>;

/** How a client secures its connection: exactly one of `key`, `tls` and `insecure`. */
export type ClientSecurity = Security<ClientTls>;

/** The chosen way. */
type Choice<Tls> =
  | { readonly by: "key"; readonly key: string }
  | { readonly by: "tls"; readonly tls: Tls }
  | { readonly by: "insecure" };

/** Returns the way that the options choose. Throws a `TypeError` unless exactly one is given. */
export function chooseSecurity<Tls>({ key, tls, insecure }: Security<Tls>): Choice<Tls> {
  const chosen: Choice<Tls>[] = [
    ...(key === undefined ? [] : [{ by: "key", key } as const]),
    ...(tls === undefined ? [] : [{ by: "tls", tls } as const]),
    ...(insecure ? [{ by: "insecure" } as const] : []),
  ];
  const [only, ...others] = chosen;
  if (only && others.length === 0) return only;
  throw new TypeError(
    `${only ? "Only one may say" : "Nothing says"} how connections are protected. Give one of: key, the pairing key that both sides have; tls, certificates; insecure: true, no protection at all.`,
  );
}
