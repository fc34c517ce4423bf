/** What the caller of an operation presents: the schemes of the OpenAPI document. */
import type { Route, RouteFor } from "../../route.ts";

const ofOperators = ["operatorToken", "session"];

/** Of each kind of caller: one of these schemes. */
const schemesFor: Readonly<Record<RouteFor, readonly string[]>> = {
  public: [],
  proof_in_body: [],
  browser: [],
  // And without any: see below.
  anybody: ["userToken", "serviceToken"],
  app_user: ["userToken"],
  backend: ["serviceToken"],
  verified_backend: ["serviceToken"],
  backend_for_user: ["serviceToken"],
  operator: ofOperators,
  person: ofOperators,
  signed_in: ["session"],
  server_operator: ofOperators,
};

const withoutScopes = ["session", "userToken"];

/**
 * The member `security` of an operation: one of the alternatives opens it; none: it is open. A session is
 * limited by the person's role alone; a token must have the scope that stands with its scheme.
 */
export function securityOf({
  for: principal,
  permission,
}: Route): { [scheme: string]: string[] }[] {
  const schemes = schemesFor[principal].map((scheme) => ({
    [scheme]: withoutScopes.includes(scheme) || permission === null ? [] : [permission],
  }));
  return principal === "anybody" ? [...schemes, {}] : schemes;
}
