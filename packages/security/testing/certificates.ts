/** Certificates for tests. */
import { generate } from "selfsigned";

/** An authority and the certificates that it signed. All as PEM. */
export interface Certificates {
  readonly ca: string;
  /** For `localhost`. */
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
}

/** Makes an authority with a certificate for a server on `localhost`, and one for a client. */
export async function makeCertificates(): Promise<Certificates> {
  const authority = await issue("An authority", [
    { name: "basicConstraints", cA: true, critical: true },
    { name: "keyUsage", keyCertSign: true, critical: true },
  ]);
  const ca = { key: authority.private, cert: authority.cert };
  const use = [{ name: "basicConstraints" as const, cA: false }];
  const server = await issue(
    "localhost",
    [...use, { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] }],
    ca,
  );
  const client = await issue("A client", use, ca);
  return {
    ca: authority.cert,
    server: { cert: server.cert, key: server.private },
    client: { cert: client.cert, key: client.private },
  };
}

type Options = NonNullable<Parameters<typeof generate>[1]>;

function issue(
  commonName: string,
  extensions: NonNullable<Options["extensions"]>,
  ca?: NonNullable<Options["ca"]>,
): ReturnType<typeof generate> {
  return generate([{ name: "commonName", value: commonName }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions,
    ...(ca && { ca }),
  });
}
