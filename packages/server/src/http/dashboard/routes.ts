/**
 * The dashboard: one page with an application in it, which calls `/v1` with the session of whoever is signed in,
 * and the files it is made of. Every address below `/dashboard` is the application's.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import { sessionOf, toSignIn } from "../accounts/page-part.ts";
import { ownPath } from "../accounts/sign-in-routes.ts";
import { contentPolicy, keptForEver } from "../built.ts";
import type { HttpContext } from "../context.ts";
import { notBuiltPage } from "../pages/not-built.ts";
import { hidden, sendPage } from "../pages/page.ts";
import { parsed } from "../parsed.ts";
import { page } from "../route.ts";
import { builtFile, builtPage, builtPreloads } from "./built-files.ts";
import { builtFolder } from "./built-folder.ts";

const policy = contentPolicy("'self'");

const fileParams = z.object({ file: z.string().min(1).max(128) });

/** What the page of this address would ask for once its first script has run: it comes together with that. */
async function headOf({ log }: HttpContext, request: FastifyRequest): Promise<string> {
  const { basePath } = request.server;
  const [path = ""] = ownPath.parse(request.url).split("?");
  const files = await builtPreloads(builtFolder, path.slice("/dashboard".length), log);
  if (files.length === 0) return "";
  const links = [
    ...files.map((file) => `<link rel="modulepreload" crossorigin href="./assets/${file}">`),
    `<link rel="preload" as="fetch" crossorigin href="${basePath}/v1/me">`,
  ];
  return links.map((link) => `  ${link}\n  `).join("");
}

async function show(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  if ((await sessionOf(context, request)) === undefined) {
    return toSignIn(reply, ownPath.parse(request.url));
  }
  const html = await builtPage(builtFolder);
  if (html === undefined) return sendPage(reply.code(503), notBuiltPage);
  const { basePath } = reply.server;
  const head = await headOf(context, request);
  return (
    hidden(reply)
      .header("content-security-policy", policy)
      .header("x-frame-options", "DENY")
      // Nobody who opened it has a hold on it; it keeps one on the window in which a connector is tested.
      .header("cross-origin-opener-policy", "same-origin-allow-popups")
      .type("text/html; charset=utf-8")
      .send(
        html
          .replace("</head>", () => `${head}</head>`)
          .replace('data-base-path=""', () => `data-base-path="${basePath}"`)
          .replaceAll('"./assets/', () => `"${basePath}/dashboard/assets/`),
      )
  );
}

async function sendFile(_context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { file } = parsed(fileParams, request.params);
  const found = await builtFile(
    builtFolder,
    file,
    String(request.headers["accept-encoding"] ?? ""),
  );
  if (found === undefined) throw new GrantryError("route_not_found");
  if (found.encoding !== undefined) reply.header("content-encoding", found.encoding);
  return reply
    .header("vary", "Origin, Accept-Encoding")
    .header("cache-control", keptForEver)
    .type(found.type)
    .send(found.bytes);
}

export const dashboardPages = [
  page("GET", "/dashboard", show),
  page("GET", "/dashboard/assets/:file", sendFile, {
    limits: { none: "Files that are in memory, which a browser keeps: a page has dozens." },
  }),
  page("GET", "/dashboard/*", show),
];
