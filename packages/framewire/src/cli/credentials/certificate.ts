import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import type { Logger } from "@framewire/media";
import { generate } from "selfsigned";
import { lanAddresses } from "../views/lan-address.ts";
import { isOpenToOthers, writePrivately } from "./private-file.ts";

/** A key and its certificate, as PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** SHA-256 of the certificate, as browsers show it: `AB:CD:…`. */
  readonly fingerprint: string;
}

const dayMs = 24 * 60 * 60 * 1000;
const validMs = 365 * dayMs;
/** A certificate that ends so soon is made anew. */
const renewMs = 7 * dayMs;

/** Where this machine's user keeps what Framewire has to remember. */
export function stateFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { XDG_STATE_HOME: state, LOCALAPPDATA: local } = env;
  if (process.platform === "win32" && local) return join(local, "framewire");
  return join(state?.startsWith("/") ? state : join(homedir(), ".local", "state"), "framewire");
}

/**
 * The certificate that is kept in the folder, so that a browser which was told to trust it is not asked again. One is
 * made where there is none, where it ends within a week, and where others could have read its key. Where none can be
 * kept, it is made for this time only, and the log is told.
 */
export async function keptCertificate(folder: string, log: Logger): Promise<Certificate> {
  const file = join(folder, "page-certificate.pem");
  const kept = await readCertificate(file, log);
  if (kept) return kept;
  const made = await makeCertificate();
  try {
    await writePrivately(file, `${made.key.trim()}\n${made.cert.trim()}\n`);
  } catch (error) {
    log.warn(`The page's certificate cannot be kept, so browsers will ask again: ${(error as Error).message}`);
  }
  return made;
}

/** Makes a certificate for this machine, by its names and addresses. */
async function makeCertificate(): Promise<Certificate> {
  const from = new Date(Date.now() - dayMs);
  const names = [...new Set(["localhost", hostname(), `${hostname()}.local`])];
  const addresses = ["127.0.0.1", "::1", ...lanAddresses()];
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

/** What is kept there, if it is good for some time yet. */
async function readCertificate(file: string, log: Logger): Promise<Certificate | undefined> {
  try {
    if (await isOpenToOthers(file)) {
      log.warn(`Others on this machine could read the page's key in ${file}: a new one is made.`);
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
