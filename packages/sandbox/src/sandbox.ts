/** Starts the sandbox provider: an authorization server and an API on loopback. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type Provider from "oidc-provider";
import { accounts, findAccount, type SandboxAccount, type SandboxAccountId } from "./accounts.ts";
import { type ApiCaller, createCalendarApi } from "./calendar.ts";
import type { SandboxClient } from "./client.ts";
import { createFaults, type Fault, type Faults, processes } from "./faults.ts";
import { pathOf, readBody, sendPage } from "./http.ts";
import { isInteractionPath, isolateSession, serveInteraction } from "./interaction.ts";
import {
  createLedger,
  type Ledger,
  type LedgerEntry,
  type Recorder,
  type TokenProbes,
} from "./ledger.ts";
import { listen } from "./listen.ts";
import { misbehave } from "./misbehave.ts";
import { observe } from "./observe.ts";
import { errorPage, homePage } from "./pages.ts";
import { clientMetadata, createProvider } from "./provider.ts";
import { createSitesApi, type Sites, type SitesApi } from "./sites.ts";
import { createStore, type Store } from "./store.ts";

/** Where faults can be ordered. */
export type SandboxEndpoint = "auth" | "token" | "revocation" | "userinfo" | "api";

export interface SandboxOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly clients: readonly SandboxClient[];
  /** Accounts whose email address the provider does not call verified. */
  readonly unverified?: readonly SandboxAccountId[];
  /** How long access tokens live; an hour unless told. */
  readonly accessTokenSeconds?: number;
  /** Hears every ledger entry as it is written. Nothing is printed otherwise. */
  readonly log?: (entry: LedgerEntry) => void;
}

export interface Sandbox {
  /** `http://127.0.0.1:<port>`, also the issuer. */
  readonly origin: string;
  readonly port: number;
  readonly ledger: Ledger;
  readonly faults: Faults<SandboxEndpoint>;
  readonly accounts: readonly SandboxAccount[];
  /** What `GET /api/sites` answers. */
  readonly sites: Sites;
  /** Registers a client. Rejects when its redirect URIs are not acceptable. */
  addClient(client: SandboxClient): Promise<void>;
  /** Ends one access token, as if its time were over. */
  expire(accessToken: string): Promise<void>;
  /** Ends the grant of a refresh token, as if the account holder had removed the app. */
  withdraw(refreshToken: string): Promise<void>;
  /**
   * Tells a client, as it has it in `logout`, that an account is signed out: of the newest session, or everywhere. Rejects
   * where the client does not take it.
   */
  signOut(clientId: string, account: SandboxAccountId): Promise<void>;
  /** Ends every connection and stops. Everything is forgotten. */
  close(): Promise<void>;
}

/** Starts the provider on 127.0.0.1; resolves when it answers. Rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const origin = `http://127.0.0.1:${port}`;
  const store = createStore();
  const provider = createProvider(origin, store, {
    accessTokenSeconds: options.accessTokenSeconds ?? 3600,
    unverified: new Set<string>(options.unverified),
  });
  const { ledger, record } = createLedger(probes(provider, store), options.log);
  const { faults, take } = createFaults<SandboxEndpoint>();
  const closing = new AbortController();
  observe(provider, record);
  const sites = createSitesApi();
  const house = { route: createRouter({ provider, store, sites }, record), take, record };
  server.on("request", (request, response) => {
    void serve(request, response, house, closing.signal);
  });

  const sandbox: Sandbox = {
    origin,
    port,
    ledger,
    faults,
    accounts,
    sites,
    addClient: async (client) => {
      await store.adapter("Client").upsert(client.clientId, clientMetadata(client));
      await provider.Client.find(client.clientId);
    },
    expire: async (accessToken) => {
      await (await provider.AccessToken.find(accessToken))?.destroy();
    },
    withdraw: async (refreshToken) => {
      const token = await provider.RefreshToken.find(refreshToken);
      if (token?.grantId !== undefined) store.endGrant(token.grantId);
    },
    signOut: async (clientId, account) => {
      // Its types lack the method by which it ends sessions itself.
      const client = (await provider.Client.find(clientId)) as
        | { backchannelLogout(sub: string, sid: string | undefined): Promise<void> }
        | undefined;
      if (client === undefined) throw new Error(`There is no client ${clientId}.`);
      await client.backchannelLogout(account, store.sessionIds(account, clientId).at(-1));
    },
    close: async () => {
      closing.abort();
      await closeServer(server);
    },
  };
  try {
    for (const client of options.clients) await sandbox.addClient(client);
  } catch (thrown) {
    await sandbox.close();
    throw thrown;
  }
  return sandbox;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function probes(provider: Provider, store: Store): TokenProbes {
  return {
    isLive: async (accessToken) =>
      store.grantStands((await provider.AccessToken.find(accessToken))?.grantId),
    grantAlive: async (refreshToken) =>
      store.grantStands((await provider.RefreshToken.find(refreshToken))?.grantId),
    liveGrants: () => store.liveGrants(),
  };
}

/** Answers one request properly. */
type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface House {
  readonly route: Route;
  take(endpoint: SandboxEndpoint): Fault | undefined;
  readonly record: Recorder;
}

/** Answers one request, properly or the way a scripted fault wants it. Never rejects. */
async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  house: House,
  closing: AbortSignal,
): Promise<void> {
  try {
    const endpoint = endpointOf(pathOf(request));
    const fault = endpoint === undefined ? undefined : house.take(endpoint);
    if (endpoint === undefined || fault === undefined) return await house.route(request, response);
    house.record({ kind: "fault", endpoint, fault: fault.kind });
    if (!processes(fault)) await recordSwallowed(endpoint, request, house.record);
    await misbehave(fault, response, () => house.route(request, response), closing);
  } catch (thrown) {
    // A request whose body was read is destroyed, and waits for its answer all the same.
    if (closing.aborted || response.destroyed) return;
    const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : "no Error";
    house.record({ kind: "server_error", detail });
    if (response.headersSent) response.destroy();
    else
      sendPage(response, 500, errorPage("Something went wrong", "The request was not answered."));
  }
}

/** Reads a request that will not be processed and notes that it came. */
async function recordSwallowed(
  endpoint: SandboxEndpoint,
  request: IncomingMessage,
  record: Recorder,
): Promise<void> {
  const form = new URLSearchParams(await readBody(request));
  const swallowed = { clientId: undefined, outcome: "fault" };
  if (endpoint === "token") {
    record({ kind: "token", ...swallowed, grantType: form.get("grant_type") ?? undefined });
  }
  if (endpoint === "revocation") record({ kind: "revocation", ...swallowed, token: "unknown" });
}

function endpointOf(path: string): SandboxEndpoint | undefined {
  if (path === "/auth") return "auth";
  if (path === "/token") return "token";
  if (path === "/token/revocation") return "revocation";
  if (path === "/me") return "userinfo";
  return path.startsWith("/api/") ? "api" : undefined;
}

interface Rooms {
  readonly provider: Provider;
  readonly store: Store;
  readonly sites: SitesApi;
}

function createRouter({ provider, store, sites }: Rooms, record: Recorder): Route {
  const callback = provider.callback();
  const calendar = createCalendarApi();
  return async (request, response) => {
    const path = pathOf(request);
    if (path === "/") return sendPage(response, 200, homePage());
    if (isInteractionPath(path)) return serveInteraction(provider, request, response);
    if (path.startsWith("/api/")) {
      const caller = await findCaller(provider, store, request);
      if (path === "/api/sites" && request.method === "GET") sites.serve(response, caller);
      else await calendar.serve(request, response, path, caller);
      const { method = "" } = request;
      record({ kind: "api", method, account: caller?.account.id, status: response.statusCode });
      return;
    }
    if (path === "/auth" || path.startsWith("/auth/")) await isolateSession(provider, request);
    await callback(request, response);
  };
}

/** Whose access token a request carries (RFC 6750, section 2.1), when it is good. */
async function findCaller(
  provider: Provider,
  store: Store,
  request: IncomingMessage,
): Promise<ApiCaller | undefined> {
  const [, value] = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? "") ?? [];
  if (value === undefined) return undefined;
  const token = await provider.AccessToken.find(value);
  const account = findAccount(token?.accountId);
  if (token === undefined || account === undefined || !store.grantStands(token.grantId)) {
    return undefined;
  }
  return { account, scopes: token.scopes };
}
