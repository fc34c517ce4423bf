/**
 * Addresses of an app that the official command line prints (`/apps/{id}/editor/workspace/overview`,
 * `…/app-connections`): they lead to the app's page on the dashboard.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { isGrantryError } from "../../lib/error.ts";
import { authenticateOperator } from "../../service/accounts/index.ts";
import { toSignIn } from "../accounts/page-part.ts";
import { ownPath } from "../accounts/sign-in-routes.ts";
import { redirectWithin } from "../base-path.ts";
import type { HttpContext } from "../context.ts";
import { sendNothingHere } from "../nothing-here.ts";
import { hidden } from "../pages/page.ts";
import { parsed } from "../parsed.ts";
import { page } from "../route.ts";
import { sessionToken } from "../session-cookie.ts";

const params = z.object({ appId: z.string().min(1).max(128) });

async function lead(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { appId } = parsed(params, request.params);
  const secret = sessionToken(context, request.headers);
  const signInFirst = () => toSignIn(reply, ownPath.parse(request.url));
  if (secret === undefined) return signInFirst();
  try {
    const credential = { kind: "session" as const, secret };
    const { app } = await authenticateOperator(context, appId, credential, "apps:read");
    const path = [app.workspaceId, "apps", app.appId, "integrations"].map(encodeURIComponent);
    return redirectWithin(hidden(reply), `/dashboard/workspaces/${path.join("/")}`);
  } catch (thrown) {
    if (isGrantryError(thrown, "unauthorized")) return signInFirst();
    // Whether there is an app is a matter of its workspace.
    if (isGrantryError(thrown, "app_not_found")) return sendNothingHere(request, reply, thrown);
    throw thrown;
  }
}

export const printedPages = [page("GET", "/apps/:appId/editor/*", lead)];
