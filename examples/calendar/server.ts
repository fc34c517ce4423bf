/** The app's own small server: pages and sign-in. Its functions run behind the Grantry server. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createClient } from "@grantry/sdk";
import { findAsset, isPage } from "./assets.ts";
import { appId, myCalendarId } from "./connectors.ts";
import { send, toRequest } from "./node-http.ts";
import { createOperator } from "./operator.ts";
import { createSessions, type Session } from "./sessions.ts";

export interface AppSettings {
  /** The Grantry server. */
  readonly serverUrl: string;
  readonly serviceToken: string;
  readonly workspaceKey: string;
}

type Route = (request: Request) => Promise<Response>;
type SignedInRoute = (session: Session, request: Request) => Promise<Response>;

/** Creates the server; the caller listens and closes. */
export function createAppServer(settings: AppSettings): Server {
  const routes = createRoutes(settings);
  return createServer((incoming, outgoing) => {
    respond(incoming, routes, settings.serverUrl)
      .catch((thrown: unknown) => {
        console.error(thrown);
        return Response.json({ error: "unavailable" }, { status: 502 });
      })
      .then((response) => send(response, outgoing))
      .catch(() => outgoing.destroy());
  });
}

function createRoutes(settings: AppSettings): ReadonlyMap<string, Route> {
  const { serverUrl, serviceToken, workspaceKey } = settings;
  const sessions = createSessions();
  const backend = createClient({ serverUrl, appId, serviceToken });
  const operator = createOperator(serverUrl, workspaceKey);

  const signedIn = (route: SignedInRoute): Route => {
    return async (request) => {
      const session = sessions.find(request);
      if (session !== undefined) return await route(session, request);
      return Response.json({ error: "signed_out" }, { status: 401 });
    };
  };

  return new Map<string, Route>([
    [
      "POST /sign-in",
      async (request) => {
        const form = new URLSearchParams(await request.text());
        const cookie = sessions.start(form.get("user"));
        return cookie === undefined ? notFound() : seeOther(form.get("page"), cookie);
      },
    ],
    ["POST /sign-out", async (request) => seeOther("/", sessions.end(request))],
    [
      "GET /session",
      async (request) => {
        const user = sessions.find(request)?.user ?? null;
        return Response.json({ user, serverUrl, appId, myCalendarId });
      },
    ],
    [
      // The user's browser calls the Grantry server with a token of its own, good for some minutes.
      "POST /user-token",
      signedIn(async ({ user: { id, name, email } }) => {
        // This app knows whose the addresses are. One that has not checked them leaves emailVerified out.
        const options = { name, email, emailVerified: true, expiresIn: 900 };
        const token = await backend.asServiceRole.connectors.createAppUserToken(id, options);
        return Response.json(token);
      }),
    ],
    [
      // In this demo everybody may play the operator. A real app lets its administrators only.
      "POST /team/authorization",
      signedIn(async (session, request) => {
        const returnUrl = new URL("/team", request.url).href;
        const { redirectUrl, authorizationId } = await operator.authorize(returnUrl);
        session.authorizationId = authorizationId;
        return Response.json({ redirectUrl });
      }),
    ],
    [
      "GET /team/authorization",
      signedIn(async ({ authorizationId }) =>
        authorizationId === null
          ? notFound()
          : Response.json(await operator.readStatus(authorizationId)),
      ),
    ],
  ]);
}

/** Finds the route or the file. Only pages of this very origin may post. */
async function respond(
  incoming: IncomingMessage,
  routes: ReadonlyMap<string, Route>,
  serverUrl: string,
): Promise<Response> {
  const request = await toRequest(incoming);
  const { origin, pathname, href } = new URL(request.url);
  const isGet = request.method === "GET";
  // localhost and other names of this machine are other origins, which the server does not know.
  if (isGet && request.headers.get("host") !== new URL(origin).host) return Response.redirect(href);
  if (!isGet && request.headers.get("origin") !== origin) {
    return Response.json({ error: "foreign_origin" }, { status: 403 });
  }
  const route = routes.get(`${request.method} ${pathname}`);
  if (route !== undefined) return await route(request);
  return ((isGet || undefined) && (await findAsset(pathname, serverUrl))) ?? notFound();
}

/** To one of the pages. */
function seeOther(page: string | null, cookie: string): Response {
  const location = page !== null && isPage(page) ? page : "/";
  return new Response(null, { status: 303, headers: { Location: location, "Set-Cookie": cookie } });
}

function notFound(): Response {
  return Response.json({ error: "not_found" }, { status: 404 });
}
