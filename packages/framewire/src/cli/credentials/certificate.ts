/** The self-signed certificate of the page, and the directory that keeps it. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import type { Logger } from "@framewire/media";
import { lanAddresses } from "../views/lan-address.ts";
import { isReadableByOthers, writePrivateFile } from "./private-file.ts";

/** A key and its certificate, as PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** SHA-256 of the certificate, as browsers show it: `AB:CD:…`. */
  readonly fingerprint: string;
}

const dayMs = 24 * 60 * 60 * 1000;
const validMs = 365 * dayMs;
/** A certificate that expires within this time is replaced. */
const renewMs = 7 * dayMs;

/** Returns the directory in which Framewire keeps this user's state. */
export function stateDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const { XDG_STATE_HOME: state, LOCALAPPDATA: local } = env;
  if (process.platform === "win32" && local) return join(local, "framewire");
  return join(state?.startsWith("/") ? state : join(homedir(), ".local", "state"), "framewire");
}

/**
 * Returns the certificate that is stored in the directory, so that browsers warn about it once only. A new one is created
 * if there is none, if it expires within a week, or if other users could have read its key. If it cannot be stored, it is
 * used for this run only and a warning is logged.
 */
export async function loadOrCreateCertificate(directory: string, log: Logger): Promise<Certificate> {
  const file = join(directory, "page-certificate.pem");
  const stored = await readCertificate(file, log);
  if (stored) return stored;
  const created = await createCertificate();
  try {
    await writePrivateFile(file, `${created.key.trim()}\n${created.cert.trim()}\n`);
  } catch (error) {
    log.warn(
      `The page's certificate cannot be stored, so browsers will warn again next time: ${(error as Error).message}`,
    );
  }
  return created;
}

/** Creates a certificate for the names and addresses of this machine. */
async function createCertificate(): Promise<Certificate> {
  const from = new Date(Date.now() - dayMs);
  const names = [...new Set(["localhost", hostname(), `${hostname()}.local`])];
  const addresses = ["127.0.0.1", "::1", ...lanAddresses()];
  // Loaded here: it takes a quarter of a second of CPU, also for commands that need no certificate.
  const { generate } = await import("selfsigned");
  const { private: key, cert } = await generate([{ name: "commonName", value: "Framewire" }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: from,
    notAfterDate: new Date(Date.now() + validMs),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          ...addresses.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  return { key, cert, fingerprint: new X509Certificate(cert).fingerprint256 };
}

/** Returns the stored certificate, or undefined if there is none or it must be replaced. */
async function readCertificate(file: string, log: Logger): Promise<Certificate | undefined> {
  try {
    if (await isReadableByOthers(file)) {
      log.warn(`Other users of this machine could read the page's key in ${file}, so a new one is created.`);
      return undefined;
    }
    const pem = await readFile(file, "utf8");
    const certificate = new X509Certificate(pem.slice(pem.indexOf("-----BEGIN CERTIFICATE-----")));
    const key = createPrivateKey(pem);
    if (!certificate.checkPrivateKey(key) || Date.parse(certificate.validTo) - Date.now() < renewMs) return undefined;
    const keyPem = key.export({ type: "pkcs8", format: "pem" }).toString();
    return { key: keyPem, cert: certificate.toString(), fingerprint: certificate.fingerprint256 };
  } catch {
    return undefined;
  }
}
