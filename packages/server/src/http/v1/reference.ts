/** What the server says about its own API: the OpenAPI document, and the pages made of it and of the codes. */
import type { FastifyInstance } from "fastify";
import { sessionCookieName } from "../../service/accounts/index.ts";
import type { HttpContext } from "../context.ts";
import { errorReferenceBody } from "../pages/error-reference.ts";
import { constantPage, type Html } from "../pages/page.ts";
import { referenceBody } from "../pages/reference.ts";
import { referenceStyle } from "../pages/reference-style.ts";
import { type Constant, constant, madeOnce } from "./openapi/constant.ts";
import { documentOf } from "./openapi/document.ts";
import { ownRoutes } from "./routes.ts";

/** Each is made when it is first asked for. */
interface Reference {
  document(): Constant;
  operations(): Constant;
  errors(): Constant;
}

declare module "fastify" {
  interface FastifyInstance {
    readonly reference: Reference;
  }
}

/** Gives the server its reference. After its base path. */
export function registerReference(instance: FastifyInstance, context: HttpContext): void {
  const { publicUrl } = context;
  const sessionCookie = sessionCookieName(context);
  const document = madeOnce(() => documentOf({ routes: ownRoutes, publicUrl, sessionCookie }));
  const page = (title: string, body: Html): Constant => {
    const made = constantPage({ title, body, style: referenceStyle }, instance.basePath);
    return constant(made.text, made.headers);
  };
  instance.decorate("reference", {
    document: madeOnce(() =>
      constant(JSON.stringify(document()), { "content-type": "application/json; charset=utf-8" }),
    ),
    operations: madeOnce(() => page("The Grantry API", referenceBody(document()))),
    errors: madeOnce(() => page("Error codes of Grantry", errorReferenceBody())),
  });
}
