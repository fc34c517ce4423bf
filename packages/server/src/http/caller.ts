/** Who a request was found to come from, for those who watch the server: no user's or operator's id. */
import type { FastifyRequest } from "fastify";
import type { AppOperator, WorkspaceOperator } from "../service/accounts/index.ts";
import type { AppUser, Backend } from "../service/app-users/index.ts";
import type { HttpContext } from "./context.ts";
import { comesAfterProof } from "./limits.ts";
import { isOfOperators } from "./route.ts";

/** Members are absent where nobody was proven, or the call is of no app or workspace. */
export interface Caller {
  readonly principal?: "app_user" | "backend" | "operator";
  readonly appId?: string;
  readonly workspaceId?: string;
}

/** Once the request is answered. Rejects where the app's workspace cannot be found out now. */
export async function callerOf(context: HttpContext, request: FastifyRequest): Promise<Caller> {
  const { principal } = request;
  const { route } = request.routeOptions.config;
  if (route === undefined || principal === null || principal === undefined) return {};
  switch (route.for) {
    case "app_user":
      return { principal: "app_user", ...appOf(principal as AppUser) };
    case "verified_backend":
      return { principal: "backend", ...appOf(principal as Backend) };
    case "backend":
    case "backend_for_user":
      return await presented(context, request, principal as { readonly appId: string });
    default:
      return isOfOperators(route) ? { principal: "operator", ...appAndWorkspaceOf(principal) } : {};
  }
}

const appOf = ({ app }: AppUser | Backend | AppOperator) => ({
  appId: app.appId,
  workspaceId: app.workspaceId,
});

/** The use case has checked its token, or refused the call before it could. */
async function presented(
  context: HttpContext,
  { refusal }: FastifyRequest,
  { appId }: { readonly appId: string },
): Promise<Caller> {
  if (refusal !== null && !isProven(refusal)) return {};
  // What is only written down must not cost a busy app's reads a statement every few seconds.
  const workspaceId = await context.apps.workspaceOf(appId);
  return { principal: "backend", appId, workspaceId };
}

/** What a provider did is told to nobody else. */
const isProven = (refusal: NonNullable<FastifyRequest["refusal"]>) =>
  comesAfterProof(refusal) ||
  ["provider_unavailable", "connector_misconfigured"].includes(refusal.code);

function appAndWorkspaceOf(principal: unknown): Omit<Caller, "principal"> {
  const { app, workspaceId } = principal as Partial<AppOperator & WorkspaceOperator>;
  if (app !== undefined) return { appId: app.appId, workspaceId: app.workspaceId };
  return workspaceId === undefined ? {} : { workspaceId };
}
