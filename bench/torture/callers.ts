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

const retryMs = 100;

function posted(bearer: string, body: object): Call {
  const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
  return { method: "POST", headers, body: JSON.stringify(body) };
}

function parsed(reply: Reply): Record<string, unknown> {
  const isJson = String(reply.headers["content-type"]).includes("json");
  return isJson ? (JSON.parse(reply.text) as Record<string, unknown>) : {};
}

/** The first of a list of objects; an empty one where there is none. */
function firstOf(list: unknown): Record<string, unknown> {
  return Array.isArray(list) ? ((list[0] ?? {}) as Record<string, unknown>) : {};
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
    http.send(`${server()}/v1/apps/${appId}/${path}`, init);
  /** Calls of the user, who is signed in anew each time. */
  const asUser = async (target: Target) => {
    const signedIn = await call(
      "user-tokens",
      posted(serviceToken, { user_id: target.connection }),
    );
    const jwt = String(parsed(expectStatus(signedIn, 201))["access_token"]);
    return {
      get: (path: string) => call(`me/${path}`, { headers: { authorization: `Bearer ${jwt}` } }),
      post: (path: string, body: object) => call(`me/${path}`, posted(jwt, body)),
    };
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
        const user = await asUser(target);
        const asked = { connector_id: connectorId(target.provider) };
        const started = parsed(expectStatus(await user.post("authorizations", asked), 201));
        const callback = await consent(options, String(started["connect_url"]), target);
        effectiveFrom ??= monotonicMs();
        expectStatus(await callback(server()), 200);
        return { effectiveFrom };
      });
    },
    disconnect: (target) =>
      operation("disconnect", target, async () => {
        const user = await asUser(target);
        const path = `connectors/${connectorId(target.provider)}/disconnect`;
        const reply = expectStatus(await user.post(path, {}), 200, 404);
        return { status: textOf(firstOf(parsed(reply)["receipts"])["revocation"]) };
      }),
    view: (target) =>
      operation("view", target, async () => {
        const user = await asUser(target);
        const reply = await user.get(`connectors/${connectorId(target.provider)}`);
        const connection = firstOf(parsed(expectStatus(reply, 200))["connections"]);
        return { status: textOf(connection["status"]), reason: textOf(connection["reason"]) };
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
    const asked = {
      connector_id: connectorId(provider),
      owner: { kind: "user", user_id: connection },
      ...(refusedVersion === undefined ? {} : { refused_version: refusedVersion }),
    };
    const start = monotonicMs();
    const answered = await http
      .send(`${cluster.urls[slot]}/v1/apps/${appId}/tokens`, posted(serviceToken, asked))
      .catch((thrown: unknown) => (thrown instanceof Error ? thrown.message : "broken"));
    const end = monotonicMs();
    const refused = refusedVersion ?? null;
    const head = { kind: "read", start, end, connection, slot, refusedVersion: refused } as const;
    const nothing = { version: null, access: null };
    if (typeof answered === "string") return { ...head, status: 0, reason: answered, ...nothing };
    const { status } = answered;
    const body = parsed(answered);
    if (status !== 200) return { ...head, status, reason: textOf(body["code"]), ...nothing };
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
