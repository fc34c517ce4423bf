/**
 * An app of its own beside the server under test: a page with a script, a session, and one backend
 * function. It can stand in front of the server, so that page and API share an origin.
 */
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { Base44Error, createClientFromRequest } from "@base44/sdk";
import { build, defaultClientConditions } from "vite";
import { apiOf } from "./api.ts";
import { ids, secrets, type World } from "./harness.ts";
import { serve } from "./loopback.ts";

export interface AppPage {
  readonly origin: string;
  /** Serves the page against this server from now on. */
  use(world: World): void;
  close(): Promise<void>;
}

export interface AppPageOptions {
  /** The page's script; what it imports is bundled with it. */
  readonly script: URL;
  /** Passes `/api` on to the server, as template apps have it. Else the page is of another site. */
  readonly sameOrigin?: boolean;
  /** The document, with its headers such as a policy, in place of an empty page. Its script is `/app.js`. */
  readonly document?: (asked: URLSearchParams, world: World) => AppDocument;
  /** Of `/app.css`. */
  readonly style?: string;
  /** Bundles the script as it is developed: React then checks what it renders. */
  readonly development?: boolean;
}

export interface AppDocument {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Starts the app on a free port. */
export async function startAppPage(options: AppPageOptions): Promise<AppPage> {
  const script = await bundle(options);
  let world: World | undefined;
  const { server, close } = await serve((incoming, response) => {
    if (world === undefined) return void response.writeHead(503).end();
    const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://app.invalid");
    if (options.sameOrigin === true && /^\/(?:api|v1)\//.test(pathname)) {
      return passOn(world, incoming, response);
    }
    if (pathname === "/app.js") return send(response, "text/javascript", script);
    if (pathname === "/app.css") return send(response, "text/css", options.style ?? "");
    if (pathname === "/favicon.ico") return void response.writeHead(204).end();
    if (pathname === "/session") {
      const serverUrl = options.sameOrigin === true ? "" : world.url;
      return sendJson(response, session(world, serverUrl, searchParams));
    }
    if (pathname === "/functions/probe") return sendJson(response, probe(world, incoming));
    const own = options.document?.(searchParams, world);
    send(response, "text/html; charset=utf-8", own?.html ?? html, own?.headers);
  });
  // Ports do not separate sites: for cookies, only another name is another site.
  const host = options.sameOrigin === true ? "127.0.0.1" : "localhost";
  return {
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    use: (running) => {
      world = running;
    },
    close,
  };
}

const html = `<!doctype html>
<html lang="en">
<title>An app</title>
<output></output>
<script type="module" src="/app.js"></script>
</html>
`;

/** One module of a script and everything it imports, as an app's build makes it. */
async function bundle({ script, development = false }: AppPageOptions): Promise<string> {
  const mode = development ? "development" : "production";
  const result = await build({
    configFile: false,
    logLevel: "silent",
    publicDir: false,
    root: fileURLToPath(new URL(".", script)),
    mode,
    define: { "process.env.NODE_ENV": JSON.stringify(mode) },
    resolve: { conditions: ["source", ...defaultClientConditions] },
    build: {
      write: false,
      target: "es2022",
      lib: { entry: fileURLToPath(script), formats: ["es"], fileName: "app" },
    },
  });
  const outputs = [result].flat().flatMap((one) => ("output" in one ? one.output : []));
  const [chunk] = outputs.filter((one) => one.type === "chunk");
  if (chunk === undefined) throw new Error("the page's script was not built");
  return chunk.code;
}

/** What the app's own backend tells its page: who is signed in, if anybody, and with what token. */
async function session(world: World, serverUrl: string, asked: URLSearchParams) {
  const userId = asked.get("user");
  const seconds = asked.get("seconds");
  const known = { appId: ids.app, connectorId: ids.userConnector, serverUrl };
  if (userId === null) return known;
  const { jwt } = await apiOf(world).signIn(userId, {
    name: `User ${userId}`,
    ...(seconds === null ? {} : { expires_in: Number(seconds) }),
  });
  return { ...known, token: jwt };
}

/**
 * The backend function by which apps find out whether their user is connected. Whoever runs the
 * functions adds the headers from which the official SDK makes its client.
 */
async function probe(world: World, incoming: IncomingMessage) {
  const { authorization } = incoming.headers;
  const headers = {
    ...(authorization === undefined ? {} : { Authorization: authorization }),
    "Base44-App-Id": ids.app,
    "Base44-Service-Authorization": `Bearer ${secrets.serviceToken}`,
    "Base44-Api-Url": world.url,
  };
  const base44 = createClientFromRequest(new Request("http://app.invalid/probe", { headers }));
  try {
    const { connectors } = base44.asServiceRole;
    const { accessToken } = await connectors.getCurrentAppUserConnection(ids.userConnector);
    const events = await fetch(`${world.sandbox.origin}/api/calendar/events`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    const { account } = (await events.json()) as { account: string };
    return { account };
  } catch (thrown) {
    if (thrown instanceof Base44Error) return { code: thrown.code };
    throw thrown;
  }
}

/** Passes a request on to the server, and its answer back. */
function passOn(world: World, incoming: IncomingMessage, response: ServerResponse): void {
  const { port } = world.app.http.server.address() as AddressInfo;
  const { method, url: path, headers } = incoming;
  const onward = request({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.once("error", () => response.destroy());
  incoming.pipe(onward);
}

function send(
  response: ServerResponse,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const all = { "content-type": type, "cache-control": "no-store", ...headers };
  response.writeHead(200, all).end(body);
}

function sendJson(response: ServerResponse, value: Promise<unknown>): void {
  value.then(
    (body) => send(response, "application/json", JSON.stringify(body)),
    (thrown: unknown) => response.writeHead(500).end(String(thrown)),
  );
}
