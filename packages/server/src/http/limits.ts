/**
 * What each route is limited by, and where in a request it is counted: by address before anything is looked
 * up or read; by app, user and key once whoever calls is known, so that no stranger uses up what is another's. The
 * read of a token proves its caller itself: its app is only looked at here, and counted there.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { isGrantryError } from "../lib/error.ts";
import type { Secret } from "../lib/secret.ts";
import type { AppUser } from "../service/app-users/index.ts";
import {
  type Counted,
  type CredentialName,
  type PolicyName,
  policies,
  type Standing,
} from "../service/limits/index.ts";
import { clientAddress } from "./client-address.ts";
import type { HttpContext } from "./context.ts";
import { deviceToken, nameOfDevice } from "./device-cookie.ts";
import { isOfOperators, type Route, type RouteFor } from "./route.ts";
import { sessionToken } from "./session-cookie.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What the call is counted by, for the headers that tell what is left; null where it is not. */
    counted: Counted | null;
    /** The credential that came along; null where none did, undefined where that was not looked at yet. */
    presented: Presented | null | undefined;
  }
}

const usual: Readonly<Record<RouteFor, PolicyName>> = {
  public: "open_requests",
  proof_in_body: "open_requests",
  browser: "page_requests",
  anybody: "function_calls",
  app_user: "user_calls",
  backend: "token_reads",
  backend_for_user: "token_reads",
  verified_backend: "backend_calls",
  operator: "operator_calls",
  person: "operator_calls",
  signed_in: "operator_calls",
  server_operator: "operator_calls",
};

/** The limits of a route: those that it declares, else the usual one of whom it is for. None: it says why. */
export function limitsOf({ limits, for: principal }: Pick<Route, "limits" | "for">) {
  if (limits === undefined) return [usual[principal]];
  return "none" in limits ? [] : limits;
}

/** Counted where the caller is proven, by the use case itself. */
const countedByUseCase: ReadonlySet<PolicyName> = new Set(["token_reads", "function_calls"]);

export interface RouteLimits {
  /** Before the caller is looked for. Throws rate_limited, too_many_attempts and unauthorized. */
  before(request: FastifyRequest): void;
  /** Once the caller is known. Throws rate_limited. */
  known(request: FastifyRequest): void;
  /** Notes that the credential was right. */
  accepted(request: FastifyRequest): void;
  /** Notes that the call was refused, where that was for its credential. Throws rate_limited for many users' tokens. */
  refused(request: FastifyRequest, thrown: unknown): Promise<void>;
}

/** What a route does of all this; undefined where nothing limits it. */
export function routeLimits(context: HttpContext, route: Route): RouteLimits {
  const { floods, credentials } = context.limits;
  const names = limitsOf(route);
  const byAddress = names.filter((name) => policies[name].of === "address");
  const byCaller = names.filter(
    (name) => policies[name].of !== "address" && !countedByUseCase.has(name),
  );
  const ofUseCase = names.filter((name) => countedByUseCase.has(name));
  const take = (request: FastifyRequest, policy: PolicyName) => {
    request.counted = { policy, ...keyOf(context, route, policy, request) };
    floods.take(request.counted);
  };
  const name = (request: FastifyRequest) => {
    request.presented ??= nameOfCredential(context, route, request);
    return request.presented;
  };
  return {
    before: (request) => {
      for (const policy of byAddress) take(request, policy);
      const presented = name(request);
      // What is signed cannot be guessed: what others do at the same address keeps no user out.
      if (presented !== null && !presented.isUserToken) {
        credentials.requireMayTry(() => clientAddress(request), presented.name);
      }
      const appId = appOf(request);
      if (appId === null) return;
      for (const policy of ofUseCase) {
        request.counted = { policy, key: appId, appId };
        floods.requireLeft(request.counted);
      }
    },
    known: (request) => {
      for (const policy of byCaller) take(request, policy);
    },
    accepted: (request) => {
      const presented = name(request);
      if (presented !== null && !presented.isUserToken) credentials.accepted(presented.name);
    },
    refused: async (request, thrown) => {
      const presented = name(request);
      if (presented === null) return;
      if (presented.isUserToken) return refuseUserToken(context, request, thrown);
      // The token of a user whom a backend passes on says nothing of the backend's own.
      if (isGrantryError(thrown, "app_user_required")) {
        return floods.note(refusedUserTokens(request));
      }
      if (comesAfterProof(thrown)) return credentials.accepted(presented.name);
      if (!isGrantryError(thrown, "unauthorized")) return;
      await credentials.refused(clientAddress(request), presented.name);
    },
  };
}

/** What only a caller hears whose credential was right. */
export function comesAfterProof(thrown: unknown): boolean {
  if (!isGrantryError(thrown)) return false;
  return (
    thrown.status === 404 ||
    thrown.status === 409 ||
    ["forbidden", "second_factor_required"].includes(thrown.code)
  );
}

/** Once many were wrong, the next wrong one is told to wait; it is checked first, so that none that is right is. */
function refuseUserToken({ limits }: HttpContext, request: FastifyRequest, thrown: unknown): void {
  if (!isGrantryError(thrown, "unauthorized") && !isGrantryError(thrown, "app_user_required"))
    return;
  limits.floods.take(refusedUserTokens(request));
}

function refusedUserTokens(request: FastifyRequest): Counted {
  return { policy: "refused_user_tokens", key: clientAddress(request), appId: null };
}

interface Presented {
  readonly name: CredentialName;
  readonly isUserToken: boolean;
}

/** The credential that came along, as one for such a route: elsewhere the same may be judged in another way. */
function nameOfCredential(
  context: HttpContext,
  route: Route,
  request: FastifyRequest,
): Presented | null {
  if (["public", "proof_in_body", "browser"].includes(route.for)) return null;
  const { authorization, api_key: key } = request.headers;
  const isOperator = isOfOperators(route);
  // Elsewhere nobody reads the header of a key: the token beside it would be guessed at uncounted.
  const given = isOperator && typeof key === "string" ? key : authorization;
  const place = isOperator
    ? "operator"
    : `${route.for === "app_user" ? "user" : "backend"} ${appOf(request)}`;
  const name = (credential: string) => context.limits.credentials.name(`${place} ${credential}`);
  if (given !== undefined) return { name: name(given), isUserToken: given.includes(".") };
  const session = isOperator ? sessionToken(context, request.headers) : undefined;
  return session === undefined
    ? null
    : { name: nameOfSession(context, session), isUserToken: false };
}

/** The app that the address names. */
function appOf({ params }: FastifyRequest): string | null {
  const { appId, app_id } = params as { appId?: string; app_id?: string };
  return appId ?? app_id ?? null;
}

/** A key or session is counted by itself, wherever it calls. */
function keyOf(context: HttpContext, route: Route, policy: PolicyName, request: FastifyRequest) {
  const appId = appOf(request);
  switch (policies[policy].of) {
    case "address": {
      if (isOfPath(policy)) return { key: addressAndPath(request), appId: null };
      return { key: browserOf(context, request) ?? clientAddress(request), appId: null };
    }
    case "user": {
      const { app, issuer, userId } = request.principal as AppUser;
      const key = JSON.stringify([app.appId, issuer?.issuer, issuer?.userIdClaim, userId]);
      return { key, appId: app.appId };
    }
    case "key":
      return { key: request.presented?.name ?? "", appId: null };
    default:
      if (appId === null) throw new TypeError(`${route.path} names no app to count ${policy} by.`);
      return { key: appId, appId };
  }
}

const isOfPath = (policy: PolicyName) => "isOfPath" in policies[policy];

/** The address together with what the path names. */
function addressAndPath(request: FastifyRequest): string {
  return JSON.stringify([clientAddress(request), Object.values(request.params as object)]);
}

/**
 * A browser in which somebody was signed in a while ago is counted by itself: whoever floods from the same
 * address keeps nobody from signing in. Undefined where this process knows none.
 */
function browserOf(context: HttpContext, request: FastifyRequest): string | undefined {
  if (request.headers.cookie === undefined) return undefined;
  const { credentials } = context.limits;
  const device = deviceToken(context, request);
  const session = sessionToken(context, request.headers);
  const names = [
    ...(device === undefined ? [] : [nameOfDevice(context, device)]),
    ...(session === undefined ? [] : [nameOfSession(context, session)]),
  ];
  return names.find((name) => credentials.isKnown(name));
}

const nameOfSession = ({ limits }: HttpContext, token: Secret) =>
  limits.credentials.name(`operator ${token.reveal()}`);

/** Says what is left, once that is less than a quarter (draft-ietf-httpapi-ratelimit-headers). */
export function tellWhatIsLeft(
  { limits }: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  if (request.counted === null || reply.statusCode >= 400) return;
  const standing = limits.floods.low(request.counted);
  if (standing !== null) setRateLimit(reply, standing);
}

/** Sets both headers. */
export function setRateLimit(
  reply: FastifyReply,
  {
    policy,
    quota,
    seconds,
    remaining,
    resetSeconds,
  }: Omit<Standing, "policy" | "waitSeconds"> & { readonly policy: string },
): void {
  reply.header("ratelimit-policy", `"${policy}";q=${quota};w=${seconds}`);
  reply.header("ratelimit", `"${policy}";r=${remaining};t=${resetSeconds}`);
}
