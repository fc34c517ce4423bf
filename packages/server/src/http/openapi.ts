/** The OpenAPI document of the declared routes that are neither hidden nor of our own API, which has its own. */
import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { sessionCookieName } from "../service/accounts/index.ts";
import type { HttpContext } from "./context.ts";
import { isOfOwnApi, type Route, type RouteFor } from "./route.ts";

type Security = Readonly<Record<string, readonly string[]>>;

const ofOperators = [{ operatorToken: [] }, { operatorKey: [] }, { session: [] }];

/** Heading, and what the caller presents: one of the alternatives. An empty one: nothing. */
const described: Readonly<Record<RouteFor, readonly [tag: string, security: readonly Security[]]>> =
  {
    public: ["public", []],
    proof_in_body: ["public", []],
    browser: ["pages", []],
    anybody: ["functions", [{ userToken: [] }, { serviceToken: [] }, {}]],
    app_user: ["app user", [{ userToken: [] }]],
    backend: ["app backend", [{ serviceToken: [] }]],
    verified_backend: ["app backend", [{ serviceToken: [] }]],
    backend_for_user: ["app backend", [{ serviceToken: [], onBehalfOf: [] }]],
    operator: ["operator", ofOperators],
    person: ["operator", ofOperators],
    server_operator: ["server operator", ofOperators],
  };

/** The heading of a route. */
export function tagOf(route: Route): string {
  return route.tag ?? described[route.for][0];
}

/** The member `security` of a route. */
export function securityOf(route: Route): { [scheme: string]: string[] }[] {
  const [, alternatives] = described[route.for];
  // Our own API takes credentials as bearer tokens alone.
  const taken = isOfOwnApi(route.path)
    ? alternatives.filter((schemes) => !("operatorKey" in schemes))
    : alternatives;
  return taken.map((schemes) =>
    Object.fromEntries(Object.keys(schemes).map((scheme) => [scheme, []])),
  );
}

const bearer = (description: string) => ({ type: "http", scheme: "bearer", description }) as const;

/** Gathers the document from the routes that are added later. */
export async function registerOpenApi(
  instance: FastifyInstance,
  context: HttpContext,
): Promise<void> {
  await instance.register(swagger, {
    openapi: {
      info: {
        title: "Grantry",
        description: "An open connectors server: connect an account, get a token that works.",
        version: "0.1.0",
      },
      servers: [{ url: context.publicUrl }],
      components: {
        securitySchemes: {
          userToken: bearer(
            "A JWT of the app's identity provider, or one made by the app's backend.",
          ),
          serviceToken: bearer("A service token of the app, for its backend."),
          onBehalfOf: {
            type: "apiKey",
            in: "header",
            name: "on-behalf-of",
            description: "The signed-in user's JWT, as a bearer token, passed on by the backend.",
          },
          operatorToken: bearer("A workspace key, a personal key or a command line's token."),
          operatorKey: {
            type: "apiKey",
            in: "header",
            name: "api_key",
            description: "A workspace key or a personal key.",
          },
          session: {
            type: "apiKey",
            in: "cookie",
            name: sessionCookieName(context),
            description:
              "The session of a person who is signed in, from pages of this server only.",
          },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
}
