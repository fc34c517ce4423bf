/** Which addresses belong to the public internet, and look-ups that find no others. */
import type { LookupAddress } from "node:dns";
import ipaddr from "ipaddr.js";
import type { Lookup } from "./lookups.ts";
import { OutboundError } from "./outbound-error.ts";

/** The only range of IPv6 that is given out for the public internet; `::/96`, old IPv4 addresses, is none of it. */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/** How systems write an address of `::/96`; the library takes it for one of `::ffff:0:0/96`. */
const compatible = /^::\d+\./;

/** Whether an IP address belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || compatible.test(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(globalUnicast)) return false;
  return parsed.range() === "unicast";
}

/** All addresses of a name. Rejects with an OutboundError of phase `refused` where one is not public. */
export async function publicAddresses(hostname: string, lookup: Lookup): Promise<LookupAddress[]> {
  const found = await new Promise<LookupAddress[]>((resolve, reject) => {
    lookup(hostname, { all: true }, (error, addresses) => {
      if (error !== null) reject(error);
      else if (Array.isArray(addresses)) resolve(addresses);
      else reject(new TypeError("All addresses were asked for."));
    });
  });
  requirePublic(hostname, found);
  return found;
}

/** The same look-up, for a socket; it fails where an address is not public. */
export function judged(lookup: Lookup): Lookup {
  return (hostname, options, found) => {
    publicAddresses(hostname, (name, _all, done) =>
      lookup(name, { ...options, all: true }, done),
    ).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all === true) found(null, addresses);
        else found(null, first?.address ?? "", first?.family ?? 0);
      },
      (thrown: NodeJS.ErrnoException) => found(thrown, "", 0),
    );
  };
}

function requirePublic(hostname: string, addresses: readonly LookupAddress[]): void {
  const private_ = addresses.find((entry) => !isPublicAddress(entry.address));
  if (private_ === undefined) return;
  const reason = `${hostname} resolves to the private address ${private_.address}.`;
  throw new OutboundError("refused", reason);
}
