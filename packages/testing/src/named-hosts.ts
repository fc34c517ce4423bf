/** Hosts below `example.net` with made-up addresses, whose certificates this process trusts for a while. */
import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import type { Lookup } from "@grantry/server/lib/lookups";

const folder = new URL("../../server/test/certificates/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder));

/** For a server on loopback that is called by such a name. */
export const namedCertificate = { key: read("named.key"), cert: read("named.pem") };

/** Trusts their authority; what is returned ends that. */
export function trustNamedHosts(): () => void {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, read("named-ca.pem").toString()]);
  return () => setDefaultCACertificates(before);
}

/** A look-up that knows these names alone, and asks nobody; `asked` are the names. */
export function madeUpLookup(addresses: Readonly<Record<string, readonly string[]>>): {
  readonly lookup: Lookup;
  readonly asked: string[];
} {
  const asked: string[] = [];
  return {
    asked,
    lookup: (hostname, options, found) => {
      asked.push(hostname);
      const all = (addresses[hostname] ?? []).map((address) => ({
        address,
        family: address.includes(":") ? 6 : 4,
      }));
      const [first] = all;
      if (first === undefined) {
        found(Object.assign(new Error("There is no such name."), { code: "ENOTFOUND" }), "");
      } else if (options.all === true) found(null, all);
      else found(null, first.address, first.family);
    },
  };
}
