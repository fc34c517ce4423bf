/**
 * The documentation at `/docs`: the site where it was built, and two pages that are always there: this server's own API, made
 * from its declarations, and its error codes, where the `type` of a refusal leads.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import { redirectWithin } from "../base-path.ts";
import { contentPolicy, keptForEver } from "../built.ts";
import type { HttpContext } from "../context.ts";
import { entityTag, sendUnlessKnown } from "../entity-tag.ts";
import { asksForPage, sendNothingHere } from "../nothing-here.ts";
import { parsed } from "../parsed.ts";
import { page } from "../route.ts";
import { sendConstant } from "../v1/openapi/constant.ts";
import { isFolder, type SiteFile, siteFile } from "./site-files.ts";

const pageHeaders = {
  // The site loads what it searches in from here.
  "content-security-policy": contentPolicy("'none'"),
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
};

const freshSeconds = 300;

const addressParams = z.object({ "*": z.string().max(512) });

/** What the site was built for; a server below a path of its own puts that before it. */
const builtBase = "/docs/";

async function showFile(
  { docsSite }: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { "*": path } = parsed(addressParams, request.params);
  if (docsSite === undefined) return noSuchPage(undefined, request, reply);
  const accepts = String(request.headers["accept-encoding"] ?? "");
  const found = await siteFile(docsSite, path, accepts);
  if (found !== undefined) return sendFile(request, reply, found, path);
  if (await isFolder(docsSite, path)) return redirectWithin(reply, `/docs/${path}/`);
  return noSuchPage(await siteFile(docsSite, "404.html", ""), request, reply);
}

const notBuilt = {
  detail:
    "This server has no documentation with it. In a clone, run npm run docs:build and start it again.",
};

/** The site's own page for that, else the server's. Throws route_not_found where no page is asked for. */
function noSuchPage(
  page: SiteFile | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const refusal = new GrantryError("route_not_found", page === undefined ? notBuilt : {});
  if (!asksForPage(request)) throw refusal;
  if (page === undefined) return sendNothingHere(request, reply, refusal);
  const text = page.bytes.toString("utf8");
  return reply
    .code(404)
    .headers(pageHeaders)
    .header("cache-control", "no-store")
    .type(page.type)
    .send(text.replaceAll(`="${builtBase}`, `="${reply.server.basePath}${builtBase}`));
}

function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { bytes, type, isCompressed }: SiteFile,
  path: string,
): FastifyReply {
  reply.header("vary", "Origin, Accept-Encoding").type(type);
  if (isCompressed) reply.header("content-encoding", "br");
  if (type.startsWith("text/html")) reply.headers(pageHeaders);
  const isForEver = /^assets\/.+-[0-9a-f]{10}\.\w+$/.test(path);
  reply.header("cache-control", isForEver ? keptForEver : `public, max-age=${freshSeconds}`);
  return sendUnlessKnown(request, reply, { etag: entityTag(bytes), content: bytes });
}

export const documentationPages = [
  page("GET", "/docs", ({ docsSite }, request, reply) =>
    docsSite === undefined
      ? sendConstant(request, reply, request.server.reference.operations())
      : redirectWithin(reply, "/docs/"),
  ),
  page("GET", "/docs/operations", (_context, request, reply) =>
    sendConstant(request, reply, request.server.reference.operations()),
  ),
  page("GET", "/docs/errors", (_context, request, reply) =>
    sendConstant(request, reply, request.server.reference.errors()),
  ),
  page("GET", "/docs/*", showFile),
];
