/** Hosts below `example.net` with made-up addresses, whose certificates this process trusts for a while. */
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import type { Lookup } from "@grantry/server/lib/lookups";
import { serve } from "./loopback.ts";

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

/** A public address, which is never called. */
const somewhere = "8.8.8.8";

export interface NamedHosts {
  /** Of a proxy: where it finds them. */
  leadsTo(authority: string): string | undefined;
  readonly lookup: Lookup;
  /** Such as `POST id.example.net/token`, in their order. */
  readonly seen: string[];
  close(): Promise<void>;
}

/** Serves servers that speak http on loopback under names, over TLS; the names lie at a public address. */
export async function startNamedHosts(
  origins: Readonly<Record<string, string>>,
): Promise<NamedHosts> {
  const seen: string[] = [];
  const front = await serve((incoming, answer) => {
    const { method = "", url = "", headers } = incoming;
    seen.push(`${method} ${headers.host}${url.replace(/\?.*/, "")}`);
    const origin = origins[headers.host ?? ""] ?? "";
    const call = request(origin + url, { method, headers });
    call.on("error", () => answer.destroy());
    call.on("response", (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    incoming.pipe(call);
  }, namedCertificate);
  const names = Object.keys(origins).map((name) => [name, [somewhere]] as const);
  return {
    seen,
    lookup: madeUpLookup(Object.fromEntries(names)).lookup,
    leadsTo: (authority) =>
      Object.hasOwn(origins, authority.replace(/:443$/, "")) ? front.origin : undefined,
    close: front.close,
  };
}
