/** What the providers of a world received. A world is a tool for tests: credentials stand in it as they came. */
import type { ServerResponse } from "node:http";
import { bodyFields } from "../dialect/request.ts";
import type { Noticed } from "../dialect/server.ts";
import { endpointOf, type ReceivedAt } from "./endpoints.ts";
import type { ProviderName } from "./providers.ts";

export interface SandboxRequest<User extends string = string> {
  /** By the world's clock. */
  readonly at: Date;
  /** Told by client, code or token; null where nobody knows them. */
  readonly provider: ProviderName | null;
  readonly endpoint: ReceivedAt;
  /** Whose code or token came with it; null where there was none yet, or it is unknown. */
  readonly user: User | null;
  readonly method: string;
  /** At the provider, such as `https://oauth2.googleapis.com/token`. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came. */
  readonly body: string;
  /** Of the query and of the body, be that a form or JSON. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What was answered; null while nothing was, and where the connection broke before it was. */
  readonly status: number | null;
}

/** Which requests are meant: all that have every value given here. */
export interface RequestFilter<User extends string> {
  readonly provider?: ProviderName;
  readonly endpoint?: ReceivedAt;
  readonly user?: User;
}

const requestsMax = 10_000;

export interface RequestLog<User extends string> {
  add(at: Date, noticed: Noticed, response: ServerResponse): void;
  list(filter?: RequestFilter<User>): SandboxRequest<User>[];
}

/** Creates an empty log; past ten thousand requests the oldest are dropped. */
export function createRequestLog<User extends string>(): RequestLog<User> {
  const all: SandboxRequest<User>[] = [];
  return {
    add: (at, noticed, response) => {
      const entry = { ...entryOf<User>(at, noticed), status: null as number | null };
      response.once("finish", () => {
        entry.status = response.statusCode;
      });
      if (all.length >= requestsMax) all.shift();
      all.push(entry);
    },
    list: (filter = {}) =>
      all
        .filter(
          (one) =>
            (filter.provider === undefined || one.provider === filter.provider) &&
            (filter.endpoint === undefined || one.endpoint === filter.endpoint) &&
            (filter.user === undefined || one.user === filter.user),
        )
        .map((one) => ({ ...one })),
  };
}

function entryOf<User extends string>(at: Date, { received, type, role, person }: Noticed) {
  const { method, url, headers, body } = received;
  return {
    at,
    // The types of the stage are the keys of the world, and so are the persons.
    provider: type as ProviderName | null,
    endpoint: endpointOf(role),
    user: person as User | null,
    method,
    url: url.href,
    headers,
    body,
    parameters: Object.fromEntries([...url.searchParams, ...bodyFields(received)]),
  };
}
