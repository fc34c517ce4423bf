/** Starts a world: every provider of the catalogue on loopback, for tests of any OAuth client. */
import { type Elsewhere, serveStage, type Watch } from "../dialect/server.ts";
import { createStage } from "../dialect/stage.ts";
import { createFaults } from "../faults.ts";
import { createWorldClock, type WorldClock } from "./clock.ts";
import { type Controlled, control } from "./control.ts";
import { endpointOf } from "./endpoints.ts";
import { worldFetch } from "./fetch.ts";
import { named } from "./named.ts";
import { createProvider, faultKey, type SandboxProvider } from "./provider.ts";
import { type ProviderName, providerNames, worldFixtures } from "./providers.ts";
import { createRequestLog, type RequestFilter, type SandboxRequest } from "./requests.ts";
import { type DefaultUser, declareUsers, type SandboxUser, type UserDetails } from "./users.ts";

/** A client that your app already has the id and the secret of. */
export interface SandboxClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** All that the provider may send the browser back to; anywhere unless told. */
  readonly redirectUris?: readonly string[];
}

export interface SandboxOptions<User extends string = DefaultUser> {
  /** A free one unless told. */
  readonly port?: number;
  /** One to nine, by the name that tests call them: `{ mia: { email: "mia@example.org" } }`. Ada, Bo and Cy unless told. */
  readonly users?: Readonly<Record<User, UserDetails>>;
  /** In place of the clients that the providers know otherwise. */
  readonly clients?: Readonly<Partial<Record<ProviderName, SandboxClient>>>;
  /**
   * Takes a request only where it is, header by header and parameter by parameter, the one that the provider's
   * documentation shows; another is refused with a text that names the differences. Unless told, every form is taken
   * that the RFCs allow.
   */
  readonly strict?: boolean;
}

/** What is the same for all providers. */
interface WorldControls<User extends string> extends AsyncDisposable {
  /** Such as `http://127.0.0.1:41327`. Its page lists the providers; `GRANTRY_SANDBOX_PROVIDERS` takes it. */
  readonly origin: string;
  readonly port: number;
  readonly clock: WorldClock;
  /** Who has an account at every provider. */
  readonly users: readonly SandboxUser<User>[];
  /** What was received, oldest first and with credentials as they came: the newest ten thousand requests. */
  requests(filter?: RequestFilter<User>): SandboxRequest<User>[];
  /** The sandbox's address for one of a provider's, which begins with `https://`. */
  url(providerUrl: string): string;
  /**
   * A `fetch` that goes to the sandbox for every host that is played, and out for every other: for clients that take one,
   * and call providers by their own addresses.
   */
  readonly fetch: typeof fetch;
  /** Ends every connection and stops. Everything is forgotten. May be called again. */
  close(): Promise<void>;
}

/** Every provider by its name in the catalogue (`slack`, `googlecalendar`), and `google` and `microsoft`. */
export type SandboxWorld<User extends string = DefaultUser> = WorldControls<User> &
  Readonly<Record<ProviderName, SandboxProvider<User>>>;

/**
 * Starts all providers on one port of 127.0.0.1; resolves when they answer. Worlds know nothing of each other, and any
 * number may run in one process. Rejects where the port is taken, and throws for users and clients that cannot be.
 */
export async function startSandbox<const User extends string = DefaultUser>({
  port = 0,
  users,
  clients = {},
  strict = false,
}: SandboxOptions<User> = {}): Promise<SandboxWorld<User>> {
  const people = declareUsers(users);
  const clock = createWorldClock();
  const stage = createStage({
    fixtures: worldFixtures(),
    nowMs: () => clock.now().getTime(),
    people,
    clients: new Map(Object.entries(checkedClients(clients))),
    tolerant: !strict,
  });
  const { faults, take } = createFaults<string>();
  const log = createRequestLog<User>();
  const watch: Watch = (noticed, response) => {
    log.add(clock.now(), noticed, response);
    const { type, role, address } = noticed;
    if (type === null) return undefined;
    return take(faultKey(type, address)) ?? take(faultKey(type, endpointOf(role)));
  };
  let world: SandboxWorld<User> | undefined;
  const elsewhere: Elsewhere = async (request, response) =>
    world !== undefined && (await control(world as Controlled, request, response));
  const server = await serveStage(stage, { port, watch, elsewhere });
  const providers = stage.scripts.map((script) => [
    script.type,
    createProvider<User>({ stage, faults }, script),
  ]);
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= server.close();
    return closed;
  };
  const controls: WorldControls<User> = {
    origin: server.origin,
    port: server.port,
    clock,
    users: people as unknown as readonly SandboxUser<User>[],
    requests: log.list,
    url: (providerUrl) => {
      if (URL.canParse(providerUrl) && providerUrl.startsWith("https://"))
        return stage.place(providerUrl);
      throw new Error(`"${providerUrl}" is no address of a provider: those begin with https://.`);
    },
    fetch: worldFetch(stage),
    close,
    [Symbol.asyncDispose]: close,
  };
  // One for each fixture, which are the names (a test says so).
  world = {
    ...(Object.fromEntries(providers) as Record<ProviderName, SandboxProvider<User>>),
    ...controls,
  };
  return world;
}

function checkedClients(
  clients: NonNullable<SandboxOptions["clients"]>,
): Record<string, SandboxClient> {
  const known: readonly string[] = providerNames;
  for (const name of Object.keys(clients)) {
    if (!known.includes(name)) {
      throw new Error(`There is no provider "${name}"; there are ${named(known)}.`);
    }
  }
  return clients as Record<string, SandboxClient>;
}
