/** Another attempt, from the page that told how the one before ended: to try again, or to grant what was left out. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import { restartAuthorization } from "../../service/connect/index.ts";
import { setBrowserCookie } from "../browser-cookie.ts";
import type { HttpContext } from "../context.ts";
import { departurePage } from "../pages/departure.ts";
import { restartPath } from "../pages/end.ts";
import { languageFor } from "../pages/language.ts";
import { sendPage } from "../pages/page.ts";
import { parsed } from "../parsed.ts";
import { page } from "../route.ts";
import { guessed } from "./guessed.ts";
import { sendSeen } from "./seen.ts";

const params = z.object({ authorizationId: z.string().min(1).max(128) });
const body = z.object({ token: z.string().min(1).max(128) });

async function restart(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { authorizationId } = parsed(params, request.params);
  const { token } = parsed(body, request.body);
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") throw new GrantryError("browser_mismatch");
  const before = { authorizationId, token };
  const restarted = await restartAuthorization(context, before, request.cookies);
  if (restarted.kind === "ended") return sendSeen(context, reply, restarted);
  const { started, parties } = restarted;
  if (started.cookie !== null) setBrowserCookie(context, reply, started.cookie);
  const language = languageFor(request, parties.locale);
  return sendPage(reply, departurePage(started.redirectUrl, parties, language));
}

export const restartPages = [page("POST", restartPath(":authorizationId"), guessed(restart))];
