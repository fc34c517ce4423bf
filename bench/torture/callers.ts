/** What an app's backend, its users and their browsers do to the servers, each call written down. */

import { pause } from "./child.ts";
import type { Cluster } from "./cluster.ts";
import { monotonicMs, type Operation, type ProviderId, type Read } from "./history.ts";
import type { Call, HttpClient, Reply } from "./http-client.ts";
import { nameOfToken } from "./token-names.ts";
import { appId, connectorId, serviceToken } from "./world.ts";

/** One connection of the run; its user and its account at the provider bear its name. */
export interface Target {
  readonly connection: string;
  readonly provider: ProviderId;
}

export interface Callers {
  /** Reads a token at a slot. */
  read(target: Target, slot: number, refusedVersion?: number): Promise<Read>;
  /** The user's own doings are repeated, at the next slot, until they are answered. */
  connect(target: Target): Promise<Operation>;
  disconnect(target: Target): Promise<Operation>;
  view(target: Target): Promise<Operation>;
}

export interface CallersOptions {
  readonly seed: number;
  readonly http: HttpClient;
  readonly cluster: Cluster;
  readonly origin: string;
}

const backend = { authorization: `Bearer ${serviceToken}` };
const json = { "content-type": "application/json" };
const retryMs = 100;

function parsed(reply: Reply): Record<string, unknown> {
  const isJson = String(reply.headers["content-type"]).includes("json");
  return isJson ? (JSON.parse(reply.text) as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function expectStatus(reply: Reply, ...wanted: readonly number[]): Reply {
  if (wanted.includes(reply.status)) return reply;
  throw new Error(`status ${reply.status}`);
}

export function createCallers(options: CallersOptions): Callers {
  const { http, cluster } = options;
  let turn = 0;
  /** The next server that is up, or any. */
  const server = (): string => {
    const { urls } = cluster;
    for (let tried = 0; tried < urls.length; tried += 1) {
      turn = (turn + 1) % urls.length;
      if (cluster.isUp(turn)) break;
    }
    return urls[turn] ?? "";
  };
  const call = (path: string, init?: Call) =>
    http.send(`${server()}/api/apps/${appId}/${path}`, init);
  const asUser = async (target: Target) => {
    const path = `app-users/${target.connection}/token`;
    const signedIn = await call(path, { method: "POST", headers: backend });
    const jwt = String(parsed(expectStatus(signedIn, 200))["access_token"]);
    const headers = { authorization: `Bearer ${jwt}` };
    const connector = `app-user-auth/connectors/${connectorId(target.provider)}`;
    return { headers, connector };
  };
  const read = createReader(options);
  const blank = { effectiveFrom: null, status: null, reason: null, value: null };
  const operation = async (
    name: Operation["name"],
    target: Target,
    work: () => Promise<Partial<Operation>>,
  ): Promise<Operation> => {
    const { connection } = target;
    const start = monotonicMs();
    const details = await insist(work);
    const end = monotonicMs();
    return { kind: "operation", name, connection, start, end, done: true, ...blank, ...details };
  };
  return {
    read,
    connect: (target) => {
      let effectiveFrom: number | null = null;
      return operation("connect", target, async () => {
        const { headers, connector } = await asUser(target);
        const path = `${connector}/initiate`;
        const init = { method: "POST", headers: { ...headers, ...json }, body: "{}" };
        const started = parsed(expectStatus(await call(path, init), 200));
        const callback = await consent(options, String(started["redirect_url"]), target);
        effectiveFrom ??= monotonicMs();
        expectStatus(await callback(server()), 200);
        return { effectiveFrom };
      });
    },
    disconnect: (target) =>
      operation("disconnect", target, async () => {
        const { headers, connector } = await asUser(target);
        const reply = expectStatus(await call(connector, { method: "DELETE", headers }), 200, 404);
        return { status: reply.status === 404 ? null : textOf(parsed(reply)["revocation"]) };
      }),
    view: (target) =>
      operation("view", target, async () => {
        const { headers, connector } = await asUser(target);
        const body = parsed(expectStatus(await call(connector, { headers }), 200));
        return { status: textOf(body["status"]), reason: textOf(body["reason"]) };
      }),
  };
}

/** Does it again until it works: servers die and come back. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch {
      await pause(retryMs);
    }
  }
}

function createReader({ seed, http, cluster }: CallersOptions): Callers["read"] {
  return async (target, slot, refusedVersion) => {
    const { connection, provider } = target;
    const demand = refusedVersion === undefined ? "" : `?refused_version=${refusedVersion}`;
    const path = `app-users/${connection}/connectors/${connectorId(provider)}/token${demand}`;
    const start = monotonicMs();
    const answered = await http
      .send(`${cluster.urls[slot]}/api/apps/${appId}/${path}`, { headers: backend })
      .catch((thrown: unknown) => (thrown instanceof Error ? thrown.message : "broken"));
    const end = monotonicMs();
    const refused = refusedVersion ?? null;
    const head = { kind: "read", start, end, connection, slot, refusedVersion: refused } as const;
    const nothing = { version: null, access: null };
    if (typeof answered === "string") return { ...head, status: 0, reason: answered, ...nothing };
    const { status } = answered;
    const body = parsed(answered);
    if (status !== 200) return { ...head, status, reason: textOf(body["reason"]), ...nothing };
    const access = nameOfToken(seed, "at", String(body["access_token"]));
    return { ...head, status, reason: null, version: Number(body["version"]), access };
  };
}

/** Walks a consent up to the provider's answer; what it returns takes that answer to a server. */
async function consent(
  { http, cluster }: CallersOptions,
  connectUrl: string,
  target: Target,
): Promise<(server: string) => Promise<Reply>> {
  const cookies = new Map<string, string>();
  const send = async (url: string, init: Call = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const reply = await http.send(url, { ...init, headers: { ...init.headers, cookie } });
    for (const line of reply.headers["set-cookie"] ?? []) {
      const pair = /^([^=]+)=([^;]*)/.exec(line);
      if (pair?.[1] !== undefined) cookies.set(pair[1], pair[2] ?? "");
    }
    return reply;
  };
  // The links name the public URL, which is one server; any other does as well.
  const slot = cluster.urls.findIndex((_url, number) => cluster.isUp(number));
  const base = cluster.urls[slot] ?? "";
  const page = expectStatus(await send(moved(connectUrl, base)), 200);
  const token = /name="token" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
  const body = new URLSearchParams({ decision: "continue", token }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const post = { method: "POST", headers, body };
  const left = expectStatus(await send(moved(connectUrl, base), post), 200);
  const address = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(left.text)?.[1] ?? "";
  const authorization = new URL(address.replaceAll("&amp;", "&"));
  authorization.searchParams.set("account", target.connection);
  const sentBack = expectStatus(await http.send(authorization.href), 302);
  const { location = "" } = sentBack.headers;
  return (server) => send(moved(location, server));
}

/** The same address at another server. */
function moved(url: string, server: string): string {
  const { pathname, search } = new URL(url);
  return `${server}${pathname}${search}`;
}
