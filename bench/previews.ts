/**
 * Part 7: what is counted of a workspace's connections before or without anything being done to them, as the server answers
 * it by /v1: how long the answer takes, and how long the event loop is held at once.
 */
import type { App } from "../packages/server/src/app.ts";
import { median } from "./rounds.ts";
import { printTable } from "./table.ts";
import { connectorId, workspaceId } from "./world.ts";

const target = 50;

export interface PreviewsPlan {
  readonly connections: number;
  readonly rounds: number;
  readonly key: string;
}

type Asked = readonly [name: string, path: string, body?: object];

/** In how many days, in a filter. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

function questions(): readonly Asked[] {
  const connector = `connectors/${connectorId}`;
  const change = (name: string, changes: object): Asked => [
    `connector: ${name}`,
    `${connector}/preview`,
    { change: changes },
  ];
  const bulk = (name: string, filter: object): Asked => [
    `many: ${name}`,
    "operations",
    { kind: "disconnect", filter, dry_run: true },
  ];
  return [
    ["connector: deleted", `${connector}/preview`, { delete: true }],
    change("scopes", { scopes: ["calendar.read", "calendar.write"] }),
    change("client", { client_id: "another" }),
    change("settings", { settings: { port: "9999" } }),
    ["policy: off", "policies/sandboxcalendar/preview", { user_connections: "off" }],
    ["policy: scopes", "policies/sandboxcalendar/preview", { allowed_scopes: ["email"] }],
    bulk("all", { all: true }),
    bulk("of the connector", { connector_id: connectorId }),
    bulk("active", { status: "active" }),
    bulk("needs_reauth", { status: "needs_reauth" }),
    bulk("not degraded", { degraded: false }),
    bulk("ends_to, most", { ends_to: inDays(60) }),
    bulk("last_used_to, few", { last_used_to: inDays(-52) }),
    bulk("search, most", { query: "PERSON" }),
    bulk("search, none", { query: "nobody" }),
    bulk("connected_from, none", { connected_from: inDays(-1 / 24), connected_to: inDays(-2) }),
    ["what needs somebody", "attention"],
    ["connectors", "connectors"],
  ];
}

export async function previews(app: App, engine: string, plan: PreviewsPlan): Promise<void> {
  const { connections, rounds, key } = plan;
  const rows: string[][] = [];
  let longest = 0;
  for (const [name, path, body] of questions()) {
    const took: number[] = [];
    const stood: number[] = [];
    let said = "";
    for (let round = 0; round < rounds; round += 1) {
      const watch = watchLoop();
      const began = performance.now();
      const answer = await app.http.inject({
        method: body === undefined ? "GET" : "POST",
        url: `/v1/workspaces/${workspaceId}/${path}`,
        headers: { authorization: `Bearer ${key}` },
        ...(body === undefined ? {} : { payload: body }),
      });
      took.push(performance.now() - began);
      stood.push(await watch());
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
      said = countIn(answer.json());
    }
    longest = Math.max(longest, median(stood));
    rows.push([name, median(took).toFixed(1), median(stood).toFixed(1), said]);
  }
  printTable(
    `Counts of ${connections} connections, on ${engine} (the longest turn of the event loop ${longest.toFixed(0)} ms; to reach: < ${target})`,
    [["what is counted", "answer ms", "longest turn, CPU ms", "count"], ...rows],
  );
}

/**
 * Looks in every turn of the event loop at what its thread has done; the returned function says the most between two turns,
 * in milliseconds of the processor: what else runs on the machine makes no difference.
 */
function watchLoop(): () => Promise<number> {
  const worked = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let [last, longest, watches] = [worked(), 0, true];
  const look = () => {
    const now = worked();
    longest = Math.max(longest, now - last);
    last = now;
    if (watches) setImmediate(look);
  };
  setImmediate(look);
  return async () => {
    await new Promise((resolve) => setImmediate(resolve));
    watches = false;
    return longest;
  };
}

interface Counts {
  readonly connections?: number;
  readonly at_least?: boolean;
  readonly progress?: { readonly total: number; readonly at_least?: boolean };
}

/** What an answer says of numbers. */
function countIn({ connections, at_least: more, progress }: Counts): string {
  if (progress !== undefined) return `${progress.total}${progress.at_least ? "+" : ""}`;
  return connections === undefined ? "" : `${connections}${more ? "+" : ""}`;
}
