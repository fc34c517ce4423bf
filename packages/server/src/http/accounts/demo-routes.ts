/** The demo's link that signs in. On any other server it is a link that cannot be used. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { GrantryError, isGrantryError } from "../../lib/error.ts";
import { Secret } from "../../lib/secret.ts";
import { takeDemoSignIn } from "../../service/accounts/index.ts";
import { redirectWithin } from "../base-path.ts";
import type { HttpContext } from "../context.ts";
import { hidden } from "../pages/page.ts";
import { parsed } from "../parsed.ts";
import { placeOf } from "../place.ts";
import { page } from "../route.ts";
import { guessedLink, sessionOf } from "./page-part.ts";
import { enter, leave } from "./sign-in-routes.ts";

const linkParams = z.object({ token: z.string().min(1).max(128) });
const dashboard = "/dashboard";

/** The browser is sent on, so that neither its history nor a page that it opens next holds the link. */
async function signInOnce(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  // A person opens it from the terminal: no page of anybody sends them here.
  const site = request.headers["sec-fetch-site"] ?? "none";
  if (site !== "none") throw new GrantryError("cross_site_refused");
  const { token } = parsed(linkParams, request.params);
  const work = () => takeDemoSignIn(context, new Secret(token), placeOf(request));
  try {
    const session = await guessedLink(context, request, work);
    await leave(context, request);
    return enter(context, reply, { session, returnTo: dashboard });
  } catch (thrown) {
    // Opened again where it has signed in before.
    const isUsed = isGrantryError(thrown, "entry_link_invalid");
    if (!isUsed || (await sessionOf(context, request)) === undefined) throw thrown;
    return redirectWithin(hidden(reply), dashboard);
  }
}

export const demoPages = [page("GET", "/demo/:token", signInOnce)];
