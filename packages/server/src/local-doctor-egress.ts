/** What doctor says of how calls leave: the proxy, and hosts that are needed and not listed. */
import type { Egress } from "./lib/egress.ts";
import type { HostPatterns } from "./lib/host-patterns.ts";
import type { Say } from "./local-doctor-audit.ts";
import { ofClients } from "./local-egress.ts";
import type { Database } from "./store/database.ts";

/** The same ways out; what fails on them is told once each at the end. */
export function heardEgress(egress: Egress): {
  readonly egress: Egress;
  examine(say: Say): void;
} {
  const failures = new Set<string>();
  return {
    egress: { ...egress, told: ({ message }) => failures.add(message) },
    examine: (say) => {
      for (const message of failures) say("outbound calls", "bad", message);
      const proxies = [egress.https, egress.http].flatMap((proxy) =>
        proxy === null ? [] : [`${proxy.origin} (${proxy.setting})`],
      );
      if (failures.size > 0 || proxies.length === 0) return;
      say("outbound calls", "good", `they go through ${proxies.join(" and ")}`);
    },
  };
}

/** Says of each OAuth client which of its provider's hosts are not listed. */
export async function examineListedHosts(
  database: Pick<Database, "db">,
  { hosts: listed }: Egress,
  say: Say,
): Promise<void> {
  if (listed === null) return;
  for (const { oauthClientId, serverId, needs } of await ofClients(database)) {
    const hosts = needs.flatMap(({ host }) => (host === null ? [] : [host]));
    const missing = [...new Set(hosts.filter((host) => !isListed(listed, host)))];
    const about = `hosts of ${oauthClientId} (${serverId})`;
    if (missing.length === 0) say(about, "good", "all are listed in GRANTRY_OUTBOUND_HOSTS");
    else say(about, "bad", `GRANTRY_OUTBOUND_HOSTS does not list ${missing.join(", ")}`);
  }
}

/** Whether a host is, or any below it. */
function isListed(listed: HostPatterns, host: string): boolean {
  const [, name = "", port = "443"] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
  // No name that somebody lists: what is needed are all of them.
  return listed.has({ host: name.replace(/^\*\./, "any-of-them."), port: Number(port) });
}
