/** A name and a certificate for it that only programs of a test know: there is no such name in the DNS, and no public authority behind it. */
import { execFile } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import dns from "node:dns";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import tls from "node:tls";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface PrivateName {
  /** The authority's certificate, and the name's with its key, as files. */
  readonly files: Readonly<Record<"authority" | "certificate" | "key", string>>;
  /** With these Chromium finds the name on loopback, and takes this authority's certificates for true. */
  readonly chromiumArguments: readonly string[];
  /** What another Node needs: see known-name.mjs. */
  readonly environment: Readonly<Record<string, string>>;
  /** This process knows neither any more. */
  forget(): void;
}

const preload = new URL("known-name.mjs", import.meta.url).href;

/** Makes both with openssl, in this folder; this process knows them from now on. */
export async function inventName(folder: string, name: string): Promise<PrivateName> {
  const at = (file: string) => join(folder, file);
  const openssl = (...args: string[]) => run("openssl", args, { cwd: folder });
  await writeFile(at("extensions"), `subjectAltName=DNS:${name}\nbasicConstraints=CA:FALSE\n`);
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  await openssl(
    "req",
    "-x509",
    ...newKey,
    "-subj",
    "/CN=An authority of a test",
    "-days",
    "2",
    "-keyout",
    "authority.key",
    "-out",
    "authority.pem",
  );
  await openssl(
    "req",
    ...newKey,
    "-subj",
    `/CN=${name}`,
    "-keyout",
    "name.key",
    "-out",
    "name.csr",
  );
  await openssl(
    "x509",
    "-req",
    "-in",
    "name.csr",
    "-CA",
    "authority.pem",
    "-CAkey",
    "authority.key",
    "-days",
    "2",
    "-extfile",
    "extensions",
    "-out",
    "name.pem",
  );
  const authority = await readFile(at("authority.pem"), "utf8");
  await writeFile(at("chain.pem"), (await readFile(at("name.pem"), "utf8")) + authority);
  const publicKey = new X509Certificate(authority).publicKey.export({
    type: "spki",
    format: "der",
  });
  return {
    files: { authority: at("authority.pem"), certificate: at("chain.pem"), key: at("name.key") },
    chromiumArguments: [
      `--host-resolver-rules=MAP ${name} 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${createHash("sha256").update(publicKey).digest("base64")}`,
    ],
    environment: {
      KNOWN_NAME: name,
      NODE_OPTIONS: `--import=${preload}`,
      NODE_EXTRA_CA_CERTS: at("authority.pem"),
    },
    forget: know(name, authority),
  };
}

function know(name: string, authority: string): () => void {
  const before = { lookup: dns.lookup, authorities: tls.getCACertificates("default") };
  const known = (host: string) => (host === name ? "127.0.0.1" : host);
  dns.lookup = Object.assign(
    (host: string, ...rest: [never, never]) => before.lookup(known(host), ...rest),
    before.lookup,
  );
  tls.setDefaultCACertificates([...before.authorities, authority]);
  return () => {
    dns.lookup = before.lookup;
    tls.setDefaultCACertificates(before.authorities);
  };
}
