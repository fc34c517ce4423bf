/**
 * The OpenAPI document of our own API: OpenAPI 3.1, plain data from the declarations. It is made here and not
 * by @fastify/swagger, which gives every schema two names, knows nothing of codes and examples, and does its
 * work at every start.
 */
import type { Method, Route } from "../../route.ts";
import { type Operation, operationOf } from "./operation.ts";
import { createComponents } from "./schemas.ts";
import type { JsonSchema } from "./tidy.ts";

export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly info: {
    readonly title: string;
    readonly description: string;
    readonly version: string;
    readonly license: object;
  };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
  };
}

interface SecurityScheme {
  readonly type: string;
  readonly name?: string;
  readonly scheme?: string;
  readonly in?: string;
  readonly description: string;
}

interface Described {
  readonly routes: readonly Route[];
  readonly publicUrl: string;
  /** Name of the cookie that holds a person's session. */
  readonly sessionCookie: string;
}

/** The headings, in the order in which they are read, and what stands below each. */
const headings: Readonly<Record<string, string>> = {
  Tokens: "Access tokens that work now, for the app's backend.",
  Connections: "What an app and its users have connected: seen, checked and ended.",
  Authorizations: "Consents: started, followed and finished.",
  Users: "The users of an app: who is signed in, and what is kept of them.",
  Connectors: "What can be connected, and the OAuth clients behind it.",
  Apps: "The apps of a workspace, their settings and their service tokens.",
  Functions: "Calls of the app's own functions, through the server.",
  Workspaces: "Workspaces, and what is allowed in them.",
  People: "Members, invitations and keys, and how people sign in.",
  Operations: "What is done to many connections at once, and what became of each.",
  Events: "What happened to connections, in order.",
  Audit: "Who changed what.",
  Server:
    "What this server is and can do, and what its operator answers for: workspaces, domains, keys.",
};

const introduction = `Connections of an app to other services: somebody consents once, then the app's backend gets a token that works.

A credential goes into \`Authorization\` as a bearer token and nowhere else. Errors are problem documents (RFC 9457): branch on \`code\`. Lists are read with \`limit\` and \`cursor\` until \`next_cursor\` is null. What creates something takes an \`Idempotency-Key\`, what changes configuration the \`ETag\` that was seen as \`If-Match\`. Times are RFC 3339 in UTC. Members and values may be added to answers at any time.`;

const bearer = (description: string) => ({ type: "http", scheme: "bearer", description }) as const;

const securitySchemes = (
  sessionCookie: string,
): OpenApiDocument["components"]["securitySchemes"] => ({
  userToken: bearer("A JWT of the app's identity provider, or one from createUserToken."),
  serviceToken: bearer("A service token of the app, for its backend."),
  operatorToken: bearer("A workspace key, a personal key or a command line's token."),
  session: {
    type: "apiKey",
    in: "cookie",
    name: sessionCookie,
    description:
      "The session of a signed-in person, from pages of this server only (`Sec-Fetch-Site`, or `Origin`), and never beside a key.",
  },
});

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "Chosen by the caller, new for each thing that is to be created: a call that is sent again with it creates nothing twice, and gets the first answer.",
  schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x21-\\x7e]+$" },
  example: "3f1c9a52-0d7e-4c9b-8f55-2f1f64f1a7c0",
};

const ifMatch = {
  name: "If-Match",
  in: "header",
  required: false,
  description:
    "The `ETag` of the answer that was seen: the change is made only where it is still the same, else `precondition_failed`.",
  schema: { type: "string", maxLength: 1024 },
  example: '"9PqOaFnsgz0YbVhKtkXjTg2cWxA"',
};

const etag = {
  description:
    "Names this state of the resource's configuration: send it as `If-Match` with a change.",
  schema: { type: "string" },
};

const idempotencyReplayed = {
  description: "Present where the call had come before with its key: the answer is the first one.",
  schema: { type: "string", const: "true" },
};

/** The document of these routes. */
export function documentOf({ routes, publicUrl, sessionCookie }: Described): OpenApiDocument {
  const operations = routes.filter(({ hidden }) => hidden !== true);
  const components = createComponents();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of operations) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    for (const method of [route.method as Method].flat()) {
      paths[path] = {
        ...paths[path],
        [method.toLowerCase()]: operationOf(components, route, method),
      };
    }
  }
  const { schemas, named } = components.finish();
  return {
    openapi: "3.1.0",
    info: {
      title: "Grantry",
      description: introduction,
      version: "1",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: publicUrl }],
    tags: tagsOf(operations),
    paths: named(paths),
    components: {
      schemas,
      parameters: { IdempotencyKey: idempotencyKey, IfMatch: ifMatch },
      headers: { IdempotencyReplayed: idempotencyReplayed, ETag: etag },
      securitySchemes: securitySchemes(sessionCookie),
    },
  };
}

/** The headings that are used; one that is not described here stands at the end, without a line. */
function tagsOf(operations: readonly Route[]): OpenApiDocument["tags"] {
  const used = new Set(operations.flatMap(({ tag }) => tag ?? []));
  const described = Object.entries(headings).flatMap(([name, description]) =>
    used.has(name) ? [{ name, description }] : [],
  );
  const rest = [...used].filter((name) => !(name in headings)).map((name) => ({ name }));
  return [...described, ...rest];
}
