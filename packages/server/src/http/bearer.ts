/** Reads the credential of a request from its headers (RFC 6750 section 2.1). */
import type { FastifyRequest } from "fastify";
import { GrantryError } from "../lib/error.ts";
import { secretPrefixes } from "../lib/id.ts";
import { Secret } from "../lib/secret.ts";
import type { AppOperator, Permission } from "../service/accounts/index.ts";
import {
  authenticateOperator,
  authenticateOperatorAnywhere,
  authenticateWorkspaceOperator,
  type Credential,
  identifyOperator,
  type Operator,
  type OperatorAnywhere,
  requirePerson,
  requireServerOperator,
  type ServerOperator,
  type WorkspaceOperator,
} from "../service/accounts/index.ts";
import type { AppUser, PresentedBackend, ServiceScope } from "../service/app-users/index.ts";
import { authenticateAppUser } from "../service/app-users/index.ts";
import type { HttpContext } from "./context.ts";
import { comesFromOwnPage } from "./own-page.ts";
import { sessionToken } from "./session-cookie.ts";

type Headers = FastifyRequest["headers"];

/** A backend that passes on the JWT of its user. */
export type BackendForUser = PresentedBackend & { readonly userToken: Secret };
/** A caller who is no workspace key. */
export type PersonOperator = Operator & { readonly operator: NonNullable<Operator["operator"]> };

/** The bearer token in a header's value, or undefined. */
function bearer(value: string | string[] | undefined): string | undefined {
  const match = typeof value === "string" ? /^Bearer +([\x21-\x7e]+)$/i.exec(value) : null;
  return match?.[1];
}

/** The bearer token of a request, of whatever kind; null where there is none. */
export function presentedToken(headers: Headers): Secret | null {
  const token = bearer(headers.authorization);
  return token === undefined ? null : new Secret(token);
}

function looksLikeJwt(token: string): boolean {
  const first = token.indexOf(".");
  const second = first === -1 ? -1 : token.indexOf(".", first + 1);
  return second !== -1 && token.indexOf(".", second + 1) === -1;
}

function unauthorized(): GrantryError {
  return new GrantryError("unauthorized");
}

function serviceTokenOf(headers: Headers): Secret {
  const token = bearer(headers.authorization);
  if (token === undefined) throw unauthorized();
  if (looksLikeJwt(token)) {
    throw new GrantryError("service_token_required", {
      detail: "This endpoint is only accessible to service tokens",
    });
  }
  return new Secret(token);
}

/** The service token of a request, and the scope that it must have; it is checked by the read it is for. */
export function presentedBackend(
  appId: string,
  headers: Headers,
  scope: ServiceScope,
): PresentedBackend {
  return { appId, serviceToken: serviceTokenOf(headers), scope };
}

/** The same, with the user's JWT that the backend passes on. */
export function backendForUser(
  appId: string,
  headers: Headers,
  scope: ServiceScope,
): BackendForUser {
  const presented = presentedBackend(appId, headers, scope);
  const token = bearer(headers["on-behalf-of"]);
  if (token === undefined) {
    throw new GrantryError("app_user_required", {
      detail:
        "Unauthorized: no signed-in user. Pass the user's token in the header on-behalf-of, as createClientFromRequest does.",
    });
  }
  return { ...presented, userToken: new Secret(token) };
}

/** The signed-in user of a request; of a frozen workspace only `whileFrozen`. */
export async function requireAppUser(
  context: HttpContext,
  appId: string,
  headers: Headers,
  whileFrozen: boolean,
): Promise<AppUser> {
  const token = bearer(headers.authorization);
  if (token === undefined) throw unauthorized();
  if (token.startsWith(secretPrefixes.serviceToken)) {
    throw new GrantryError("user_token_required", {
      detail: "This endpoint is only accessible to signed-in app users, not to service tokens",
    });
  }
  return await authenticateAppUser(context, appId, new Secret(token), { whileFrozen });
}

/**
 * The operator of a request to an app: by workspace key, personal key or command line's token, or by
 * the session of a page of ours. Throws forbidden, naming what is needed, without the permission.
 */
export async function requireAppOperator(
  context: HttpContext,
  appId: string,
  headers: Headers,
  permission: Permission,
): Promise<AppOperator> {
  return await authenticateOperator(
    context,
    appId,
    presentedCredential(context, headers),
    permission,
  );
}

/** The operator of a request to a workspace, likewise. */
export async function requireWorkspaceOperator(
  context: HttpContext,
  workspaceId: string,
  headers: Headers,
  permission: Permission,
): Promise<WorkspaceOperator> {
  return await authenticateWorkspaceOperator(
    context,
    workspaceId,
    presentedCredential(context, headers),
    permission,
  );
}

/** The operator of a request that names neither an app nor a workspace. */
export async function requireOperatorAnywhere(
  context: HttpContext,
  headers: Headers,
  permission: Permission,
): Promise<OperatorAnywhere> {
  return await authenticateOperatorAnywhere(
    context,
    presentedCredential(context, headers),
    permission,
  );
}

/** An operator wherever they belong: for what is about themselves. */
export async function requireOperator(context: HttpContext, headers: Headers): Promise<Operator> {
  return await identifyOperator(context, presentedCredential(context, headers));
}

/** A caller who is a person. Throws person_required for a workspace key. */
export async function requireCallingPerson(
  context: HttpContext,
  headers: Headers,
): Promise<PersonOperator> {
  const caller = await requireOperator(context, headers);
  return { ...caller, operator: requirePerson(caller) };
}

/** The server's operator. Throws as requireServerOperator of the accounts. */
export async function requireCallingServerOperator(
  context: HttpContext,
  headers: Headers,
): Promise<ServerOperator> {
  return await requireServerOperator(context, await requireOperator(context, headers));
}

/** A key in the header `api_key` or as bearer token; else a session cookie from a page of ours. */
function presentedCredential(context: HttpContext, headers: Headers): Credential {
  const given = headers["api_key"];
  const key = typeof given === "string" ? given : bearer(headers.authorization);
  if (key === undefined) return presentedSession(context, headers);
  if (key.startsWith(secretPrefixes.serviceToken) || looksLikeJwt(key)) {
    throw new GrantryError("operator_required");
  }
  return { kind: "header", secret: new Secret(key) };
}

/** Sent along by the browser whoever asks: it counts only where a page of ours asked. */
function presentedSession(context: HttpContext, headers: Headers): Credential {
  const token = sessionToken(context, headers);
  if (token === undefined || headers.authorization !== undefined) throw unauthorized();
  if (!comesFromOwnPage(context, headers)) throw new GrantryError("cross_site_refused");
  return { kind: "session", secret: token };
}
