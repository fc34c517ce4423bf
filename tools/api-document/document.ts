/** The OpenAPI document as a server at an address of nobody's would serve it. */
import { documentOf, type OpenApiDocument } from "@grantry/server/http/v1/openapi/document";
import { ownRoutes } from "@grantry/server/http/v1/routes";

export function ownDocument(): OpenApiDocument {
  return documentOf({
    routes: ownRoutes,
    publicUrl: "https://connect.daybook.example",
    sessionCookie: "__Host-grantry-session",
  });
}
