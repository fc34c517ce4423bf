/** What an operation may refuse with: the codes of its declaration, and those that the frame adds. */
import type { ErrorCode } from "@grantry/contract/errors";
import type { z } from "zod";
import { namesApp, namesWorkspace, type Route, type RouteFor } from "../../route.ts";
import { takesIdempotencyKey } from "../idempotency.ts";
import { takesIfMatch } from "../version.ts";

const ofBackends = ["unauthorized", "service_token_required", "workspace_frozen"] as const;

const ofPersons = [
  "unauthorized",
  "cross_site_refused",
  "operator_required",
  "person_required",
] as const;

/** Of the credential. */
const byCaller: Readonly<Record<RouteFor, readonly ErrorCode[]>> = {
  public: [],
  proof_in_body: [],
  anybody: ["unauthorized", "workspace_frozen"],
  browser: [],
  app_user: ["unauthorized", "user_token_required", "workspace_frozen"],
  backend: ofBackends,
  verified_backend: ofBackends,
  backend_for_user: [...ofBackends, "app_user_required"],
  operator: ["unauthorized", "cross_site_refused", "operator_required"],
  person: ofPersons,
  signed_in: [...ofPersons, "session_required"],
  server_operator: [...ofPersons, "server_operator_required", "forbidden"],
};

function takesCursor(schema: z.ZodType | undefined): boolean {
  return schema !== undefined && "cursor" in ((schema as z.ZodObject).shape ?? {});
}

/** Every code that an operation may answer, the frame's first, each once. */
export function codesOf(route: Route): readonly ErrorCode[] {
  const { for: principal, permission, path, body, query, takes, forPages, refuses = [] } = route;
  const { whileFrozen = false } = route;
  const isOperators = principal === "operator" || principal === "person";
  // Of a search the cursor stands in the body.
  const isPaged = takesCursor(query) || takesCursor(body);
  const codes: readonly (readonly [boolean, ...ErrorCode[]])[] = [
    [true, "bad_request"],
    [true, ...byCaller[principal].filter((code) => !whileFrozen || code !== "workspace_frozen")],
    [forPages, "origin_not_allowed"],
    [permission !== null, "forbidden"],
    [principal === "operator" && permission !== null, "second_factor_required"],
    [principal === "operator" && permission?.endsWith(":read") === false, "workspace_frozen"],
    [isOperators && namesWorkspace(path), "workspace_not_found"],
    [isOperators && namesApp(path), "app_not_found"],
    [
      body !== undefined && takes === undefined,
      "invalid_json",
      "body_too_large",
      "unsupported_media_type",
    ],
    [isPaged, "cursor_invalid"],
    [takesIfMatch(route), "precondition_failed"],
    [takesIdempotencyKey(route), "idempotency_key_reused", "idempotency_in_progress"],
    [true, ...refuses],
    [true, "internal"],
    [principal !== "public", "database_unavailable"],
  ];
  return [...new Set(codes.flatMap(([applies, ...some]) => (applies ? some : [])))];
}
