/**
 * The one way to declare a route: whom it is for, what they must be allowed, what goes in and out, and the
 * use case. A declaration is data: the server's checks, the OpenAPI document, the rule for calls of other
 * origins and the test of who may do what all read it. How it is served: frame.ts.
 */
import type { ErrorCode } from "@grantry/contract/errors";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type {
  AppOperator,
  Operator,
  OperatorAnywhere,
  Permission,
  ServerOperator,
  SignedInOperator,
  WorkspaceOperator,
} from "../service/accounts/index.ts";
import type {
  AppUser,
  Backend,
  PresentedBackend,
  ServiceScope,
} from "../service/app-users/index.ts";
import type { PolicyName } from "../service/limits/index.ts";
import type { BackendForUser, PersonOperator } from "./bearer.ts";
import type { HttpContext } from "./context.ts";
import type { Version } from "./v1/version.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Who calls, by whom a route is for; of operators: `OperatorOf`. */
interface Principals {
  /** Needs no credential. */
  public: null;
  /** The body holds what proves who calls: a device code, a refresh token. */
  proof_in_body: null;
  /** The app's backend, whose token was found. */
  verified_backend: Backend;
  /** A user, the backend or a visitor: the use case answers each in its way. */
  anybody: null;
  /** A page that a person's browser visits; it is in no document. */
  browser: null;
  app_user: AppUser;
  /** Its token is checked by the read that it is for. */
  backend: PresentedBackend;
  /** A backend that passes on its user's JWT. */
  backend_for_user: BackendForUser;
  operator: AppOperator | WorkspaceOperator | OperatorAnywhere | Operator;
  /** An operator who is no workspace key. */
  person: PersonOperator;
  /** A person by the session of a page of this server: for what they sign in with, which no key may change. */
  signed_in: SignedInOperator;
  /** A person who answers for the whole server, whatever they are in workspaces. */
  server_operator: ServerOperator;
}
export type RouteFor = keyof Principals;

type Schema = z.ZodType | undefined;
type Out<S> = S extends z.ZodType ? z.output<S> : unknown;

/** An operator in the workspace, or at the app, that the address names; in all their workspaces where it names none. */
type OperatorOf<Params, WorkspaceOf> = WorkspaceOf extends undefined
  ? Params extends { workspaceId: string }
    ? WorkspaceOperator
    : Params extends { appId: string }
      ? AppOperator
      : OperatorAnywhere
  : WorkspaceOperator;

type PrincipalOf<For extends RouteFor, Allowed, Params, WorkspaceOf> = For extends "operator"
  ? Allowed extends null
    ? Operator
    : OperatorOf<Params, WorkspaceOf>
  : Principals[For];

/** Finds the workspace that a body names. */
type FindWorkspace<Body> = (context: HttpContext, caller: Operator, body: Body) => Promise<string>;

/** Whom a service token opens it to; `anybody` may be the backend. */
const backends = ["backend", "verified_backend", "backend_for_user", "anybody"] as const;

/** A route of operators or the backend says what it needs, and no other does. */
type NamesPermission<For extends RouteFor> = For extends "operator"
  ? { readonly permission: Permission | null }
  : For extends (typeof backends)[number]
    ? { readonly permission: ServiceScope }
    : { readonly permission?: never };

type Shown = Readonly<Record<string, unknown>>;

interface Declaration<
  For extends RouteFor,
  Allowed extends Permission | ServiceScope | null | undefined,
  Params extends Schema,
  Query extends Schema,
  Body extends Schema,
  Answer extends Schema,
  WorkspaceOf extends FindWorkspace<Out<Body>> | undefined,
> {
  readonly method: Method | readonly Method[];
  readonly path: string;
  readonly for: For;
  /**
   * What an operator must be allowed where they act, null where every operator may; of a backend: the scope
   * that its service token must have.
   */
  readonly permission?: Allowed;
  /** Where the body names the workspace, and not the address. */
  readonly workspaceOf?: WorkspaceOf;
  /** Whether the app's pages may call it from their own origins; users' routes always. */
  readonly forPages?: true;
  /**
   * Of an operation of our own API: what the OpenAPI document and clients made from it call it. A verb and a
   * noun, unique, for ever.
   */
  readonly operationId?: string;
  /** Of success; 200 where it is left out. */
  readonly status?: 201;
  /** Of one that answers 201: 200 with an answer of the same form where nothing had to be made, and when that is. */
  readonly mayMakeNothing?: { readonly what: string; readonly shows: Shown };
  /** Of one that answers 201: it may be sent again as it is, and takes no `Idempotency-Key`. */
  readonly repeatable?: true;
  /** Seconds that its answer to an `Idempotency-Key` is good; a day where it is left out. */
  readonly answerSeconds?: number;
  /** Of what reads or changes one piece of configuration: how its state is known, for `ETag` and `If-Match`. */
  readonly version?: Version;
  /** Codes that it refuses with, besides those that every route has, for the OpenAPI document. */
  readonly refuses?: readonly ErrorCode[];
  /** In one line, for readers, and for the OpenAPI document. */
  readonly summary?: string;
  /** Heading in the OpenAPI document, where the usual one of `for` does not say it. */
  readonly tag?: string;
  /** Left out of the OpenAPI document, and of docs/api.md. */
  readonly hidden?: true;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Of success. None: it only refuses, or answers by itself. */
  readonly answer?: Answer;
  /** Members in which its example differs from that of what is answered, for what the operation does. */
  readonly shows?: Shown;
  /** Of refusals in the OpenAPI document; null for none. Our own where it is left out. */
  readonly refusal?: z.ZodType | null;
  /** Media type of the answer, where it is not JSON; of one that comes in several, each. */
  readonly produces?: string | readonly string[];
  /** Media type of the body, where it is not JSON. */
  readonly takes?: string;
  /** Bytes; the server's bound where it is left out. */
  readonly bodyLimit?: number;
  /**
   * What limits how often it may be called, in place of the usual limit of whom it is for (limits.ts); or why nothing
   * has to.
   */
  readonly limits?: readonly PolicyName[] | { readonly none: string };
  /** Of users and backends: served while the server's operator has frozen the workspace, too, as nobody is kept from ending access. */
  readonly whileFrozen?: true;
  /** Called more than all others: its answer is written by a serializer made once. */
  readonly hot?: true;
  /** The use case, called once all is checked. */
  handler(
    context: HttpContext,
    principal: PrincipalOf<For, Allowed, Out<Params>, WorkspaceOf>,
    request: FastifyRequest<{
      Params: Out<Params>;
      Querystring: Out<Query>;
      Body: Out<Body>;
    }>,
    reply: FastifyReply,
  ): Out<Answer> | FastifyReply | Promise<Out<Answer> | FastifyReply>;
}

/** A declared route, as whoever reads declarations sees it. */
export interface Route
  extends Omit<
    Declaration<
      RouteFor,
      Permission | ServiceScope | null,
      Schema,
      Schema,
      Schema,
      Schema,
      undefined
    >,
    "forPages" | "permission" | "workspaceOf" | "handler"
  > {
  readonly permission: Permission | ServiceScope | null;
  readonly forPages: boolean;
  readonly workspaceOf: FindWorkspace<unknown> | null;
  readonly handler: (
    context: HttpContext,
    principal: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ) => unknown;
}

const declared = new WeakSet<Route>();

/** Whether an address belongs to our own API; all others are the official clients', pages, or of the process. */
export function isOfOwnApi(path: string): boolean {
  return /^\/v1(?:[/?#]|$)/.test(path);
}

/** Declares a route. It is served once it stands in routes.ts. */
export function route<
  const For extends RouteFor,
  const Allowed extends Permission | ServiceScope | null | undefined = undefined,
  Params extends Schema = undefined,
  Query extends Schema = undefined,
  Body extends Schema = undefined,
  Answer extends Schema = undefined,
  WorkspaceOf extends FindWorkspace<Out<Body>> | undefined = undefined,
>(
  declaration: Declaration<For, Allowed, Params, Query, Body, Answer, WorkspaceOf> &
    NamesPermission<For>,
): Route {
  requireWhole(declaration);
  requireNamed(declaration);
  const { for: principal, permission = null, workspaceOf = null } = declaration;
  const ofPages = principal === "app_user" || principal === "anybody";
  // The types of the declaration hold inside of it alone; the frame hands over what they say.
  const made = {
    ...declaration,
    permission,
    workspaceOf,
    forPages: ofPages || declaration.forPages === true,
  } as unknown as Route;
  declared.add(made);
  return made;
}

/** Whether an address says which app, or which workspace, it is about. */
export const namesApp = (path: string): boolean => /\/:(?:appId|app_id)\b/.test(path);
export const namesWorkspace = (path: string): boolean =>
  /\/:(?:workspaceId|workspace_id)\b/.test(path);

/** What the types cannot say. Throws at start. */
function requireWhole({
  path,
  for: principal,
  permission,
  params,
}: Pick<Route, "path" | "for" | "params"> & {
  permission?: Permission | ServiceScope | null | undefined;
}): void {
  const ofApp = ["app_user", "backend", "verified_backend", "backend_for_user"].includes(principal);
  const isOpenToBackends = (backends as readonly RouteFor[]).includes(principal);
  const names = namesApp(path) || namesWorkspace(path);
  const problem =
    principal === "operator" && permission === undefined
      ? "say which permission its operators need, or null."
      : isOpenToBackends && (permission ?? null) === null
        ? "say which scope a service token needs for it."
        : principal !== "operator" && !isOpenToBackends && permission !== undefined
          ? "only operators and backends have permissions."
          : ofApp && !namesApp(path)
            ? "whoever it is for belongs to an app, which the address must name."
            : names && (ofApp || principal === "operator") && params === undefined
              ? "declare params, by which its address is read before anybody is asked for."
              : undefined;
  if (problem !== undefined) throw new TypeError(`The route ${path}: ${problem}`);
}

/** An operation of our own API has a name, a heading and an answer to document. Throws at start. */
function requireNamed({
  path,
  operationId,
  tag,
  answer,
  hidden,
}: Pick<Route, "path" | "operationId" | "tag" | "hidden"> & {
  answer?: z.ZodType | undefined;
}): void {
  if (!isOfOwnApi(path) || hidden === true) return;
  if (operationId !== undefined && tag !== undefined && answer !== undefined) return;
  throw new TypeError(`The route ${path}: an operation of /v1 has operationId, tag and answer.`);
}

/** Whether it is for people and keys that run things, who may come by the session of a page of ours, too. */
export function isOfOperators({ for: principal }: Pick<Route, "for">): boolean {
  return ["operator", "person", "signed_in", "server_operator"].includes(principal);
}

/** Declares a page that a person's browser visits. */
export function page(
  method: "GET" | "POST",
  path: string,
  handler: (context: HttpContext, request: FastifyRequest, reply: FastifyReply) => unknown,
  limited: Pick<Route, "limits"> = {},
): Route {
  return route({
    method,
    path,
    for: "browser",
    hidden: true,
    ...limited,
    handler: (context, _nobody, request, reply) =>
      handler(context, request as FastifyRequest, reply),
  });
}

/** Whether it came of `route`: whatever did not is not served. */
export function isDeclared(route: Route | undefined): boolean {
  return route !== undefined && declared.has(route);
}
