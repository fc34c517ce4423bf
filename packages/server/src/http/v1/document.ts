/** The OpenAPI document of our own API: OpenAPI 3.1, from the declarations. */
import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from "fastify-type-provider-zod";
import { sessionCookieName } from "../../service/accounts/index.ts";
import type { HttpContext } from "../context.ts";
import { isOfOwnApi } from "../route.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** The document of our own API. */
    ownDocument(): Record<string, unknown>;
  }
}

const transform = createJsonSchemaTransform({});

const bearer = (description: string) => ({ type: "http", scheme: "bearer", description }) as const;

/** Gathers the document from the operations that are added later. */
export async function registerOwnDocument(
  instance: FastifyInstance,
  context: HttpContext,
): Promise<void> {
  await instance.register(swagger, {
    decorator: "ownDocument",
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Grantry",
        description:
          "Connections of an app to other services: consent once, then a token that works. Errors are problem documents (RFC 9457); lists have `limit` and `cursor`; what creates takes an `Idempotency-Key`.",
        version: "1",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      servers: [{ url: context.publicUrl }],
      components: {
        securitySchemes: {
          userToken: bearer("A JWT of the app's identity provider, or one from createUserToken."),
          serviceToken: bearer("A service token of the app, for its backend."),
          operatorToken: bearer("A workspace key, a personal key or a command line's token."),
          session: {
            type: "apiKey",
            in: "cookie",
            name: sessionCookieName(context),
            description: "The session of a person, from pages of this server only.",
          },
        },
      },
    },
    transform: (route) =>
      isOfOwnApi(route.url) ? transform(route) : { schema: { hide: true }, url: route.url },
    transformObject: createJsonSchemaTransformObject({}),
  });
}
