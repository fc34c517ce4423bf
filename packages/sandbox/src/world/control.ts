/**
 * The functions of a world over HTTP, for tests in other languages: `POST /world/github/revoke` with `{ "user": "ada" }`.
 * Bodies are JSON, so that no page elsewhere can send one unasked, and the host has to be the sandbox's own.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody, sendJson } from "../http.ts";
import type { ApiCall } from "./api.ts";
import type { Duration, WorldClock } from "./clock.ts";
import type { ReceivedAt, SandboxEndpoint } from "./endpoints.ts";
import type { SandboxFault } from "./faults.ts";
import { named } from "./named.ts";
import type { SandboxProvider } from "./provider.ts";
import { type ProviderName, providerNames } from "./providers.ts";
import type { RequestFilter, SandboxRequest } from "./requests.ts";

/** What of a world is controlled so. */
export type Controlled = Readonly<Record<ProviderName, SandboxProvider<string>>> & {
  readonly port: number;
  readonly clock: WorldClock;
  requests(filter?: RequestFilter<string>): SandboxRequest<string>[];
};

/** What was given: of a body, or of a query. The functions check it. */
interface Given {
  readonly user: string;
  readonly url: string;
  readonly deny?: boolean;
  readonly scopes?: readonly string[];
  readonly token?: "access_token" | "refresh_token";
  readonly endpoint: SandboxEndpoint | ApiCall;
  readonly fault: SandboxFault;
  readonly times?: number;
  readonly client_secret: string;
  readonly by: Duration;
}

type Action = (given: Given) => unknown;

/** Answers where the address is one of these; false where it is none. */
export async function control(
  world: Controlled,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = new URL(request.url ?? "/", "http://sandbox");
  if (!url.pathname.startsWith("/world/")) return false;
  const answer = (status: number, body: unknown) => {
    sendJson(response, status, body);
    return true;
  };
  const refuse = (status: number, error: string) => answer(status, { error });
  const isOwnHost = [`127.0.0.1:${world.port}`, `localhost:${world.port}`].includes(
    request.headers.host ?? "",
  );
  if (!isOwnHost) return refuse(403, "Ask for the sandbox by its own address.");
  const { method = "GET" } = request;
  const isJson = request.headers["content-type"]?.startsWith("application/json") === true;
  if (method === "POST" && !isJson) return refuse(415, "The body has to be application/json.");
  try {
    const actions = actionsOf(world, url.pathname);
    const action = actions[`${method} ${url.pathname}`];
    if (action === undefined) return refuse(404, `There is ${named(Object.keys(actions))}.`);
    const body = method === "POST" ? await readBody(request) : "";
    const given = body === "" ? Object.fromEntries(url.searchParams) : JSON.parse(body);
    if (typeof given !== "object" || given === null)
      return refuse(400, "The body has to be an object.");
    return answer(200, (await action(given as Given)) ?? {});
  } catch (thrown) {
    return refuse(400, thrown instanceof Error ? thrown.message : "It could not be done.");
  }
}

/** What can be asked of the provider in the address, and of all. Throws for a provider that there is not. */
function actionsOf(world: Controlled, pathname: string): Record<string, Action> {
  const [, , name = ""] = pathname.split("/");
  const ofAll = {
    "GET /world/requests": (filter: object) => ({ requests: world.requests(onlyKnown(filter)) }),
    "POST /world/clock/advance": ({ by }: Given) => {
      world.clock.advance(by);
      return { now: world.clock.now() };
    },
  };
  if (name === "requests" || name === "clock") return ofAll;
  const provider = providerNames.find((one) => one === name);
  if (provider === undefined) {
    throw new Error(`There is no provider "${name}"; there are ${named(providerNames)}.`);
  }
  return { ...actionsOfProvider(world[provider], `/world/${name}`), ...ofAll };
}

function actionsOfProvider(provider: SandboxProvider<string>, at: string): Record<string, Action> {
  return {
    [`POST ${at}/consent`]: async ({ url, user, ...choices }) => ({
      url: await provider.consent(url, user, choices),
    }),
    [`POST ${at}/revoke`]: ({ user }) => provider.revoke(user),
    [`POST ${at}/expire`]: ({ user, token }) => provider.expire(user, token),
    [`POST ${at}/fail`]: ({ endpoint, fault, times }) => provider.fail(endpoint, fault, times),
    [`POST ${at}/recover`]: ({ endpoint }) => provider.recover(endpoint),
    [`POST ${at}/change-secret`]: ({ client_secret }) => provider.changeSecret(client_secret),
    [`GET ${at}/grants`]: ({ user }) => ({ grants: provider.grants(user) }),
    [`GET ${at}/account`]: ({ user }) => provider.account(user),
  };
}

/** A name that no filter has would be passed over, and everything be found. */
function onlyKnown(filter: object): RequestFilter<string> {
  const known: readonly string[] = ["provider", "endpoint", "user"];
  const unknown = Object.keys(filter).filter((name) => !known.includes(name));
  if (unknown.length === 0) return filter as { readonly endpoint?: ReceivedAt };
  throw new Error(`Requests are found by ${named(known)}, not by ${named(unknown)}.`);
}
