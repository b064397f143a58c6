import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A self-signed certificate with its key, as PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** SHA-256, `AA:BB:…`. */
  readonly fingerprint: string;
}

/** Creates a certificate with openssl that is valid for one day. */
export function makeCertificate(subject: string, alternativeName: string): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "framewire-certificate-"));
  try {
    const [keyFile, certFile] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const options = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
    const names = ["-subj", `/CN=${subject}`, "-addext", `subjectAltName=${alternativeName}`];
    execFileSync("openssl", ["req", ...options, ...names, "-keyout", keyFile, "-out", certFile], { stdio: "pipe" });
    const cert = readFileSync(certFile, "utf8");
    return { key: readFileSync(keyFile, "utf8"), cert, fingerprint: new X509Certificate(cert).fingerprint256 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
