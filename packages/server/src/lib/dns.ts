/** TXT records (RFC 1035 section 3.3.14), the only thing that is asked of the DNS beside addresses. */
import { Resolver } from "node:dns/promises";

/** The texts of a name's TXT records; empty where there is none. Throws what is away as DnsUnavailable. */
export type TxtLookup = (name: string) => Promise<string[]>;

export class DnsUnavailable extends Error {
  override readonly name = "DnsUnavailable";
}

export interface TxtLookupOptions {
  /** `address:port` of the servers to ask; the machine's own where none are given. */
  readonly servers?: readonly string[];
  /** Milliseconds for one try at one server. */
  readonly tryTimeoutMs?: number;
  /** Milliseconds after which the lookup ends, whatever is under way. */
  readonly totalTimeoutMs?: number;
}

const recordsMax = 100;
const charactersMax = 512;

/** Asks with sockets of its own: no thread that others wait for is held. */
export function createTxtLookup({
  servers = [],
  tryTimeoutMs = 2_000,
  totalTimeoutMs = 8_000,
}: TxtLookupOptions = {}): TxtLookup {
  return async (name) => {
    const resolver = new Resolver({ timeout: tryTimeoutMs, tries: 2 });
    if (servers.length > 0) resolver.setServers([...servers]);
    const stop = AbortSignal.timeout(totalTimeoutMs);
    const cancel = () => resolver.cancel();
    stop.addEventListener("abort", cancel, { once: true });
    try {
      const records = await resolver.resolveTxt(name);
      // A longer text is none of ours, and many are many somebody else's.
      const texts = records.slice(0, recordsMax).map((parts) => parts.join(""));
      return texts.filter((text) => text.length <= charactersMax);
    } catch (thrown) {
      const code = thrown instanceof Error && "code" in thrown ? thrown.code : "";
      if (code === "ENODATA" || code === "ENOTFOUND") return [];
      throw new DnsUnavailable("The DNS did not answer.", { cause: thrown });
    } finally {
      stop.removeEventListener("abort", cancel);
    }
  };
}
