/** Certificates for TLS. */
import { generate } from "selfsigned";

/** Creates the certificate of an authority, and a certificate for 127.0.0.1 that it has signed, with its key; all as PEM. */
export async function makeCertificates(): Promise<{
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}> {
  const kind = { keyType: "ec", algorithm: "sha256" } as const;
  const authority = await generate([{ name: "commonName", value: "An authority" }], {
    ...kind,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, critical: true },
    ],
  });
  const { cert, private: key } = await generate([{ name: "commonName", value: "This machine" }], {
    ...kind,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] },
    ],
  });
  return { ca: authority.cert, cert, key };
}
