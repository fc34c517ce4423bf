/**
 * The path of the public URL: `/connect` where the server is reached as `https://example.com/connect`. A
 * proxy in front of it may take the path off a request or leave it on. What we send to browsers begins with it.
 */
import type { FastifyReply } from "fastify";
import { GrantryError } from "../lib/error.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** The path of the public URL, without a slash at its end; empty where it has none. */
    readonly basePath: string;
  }
}

/** The base path of a public URL. */
export function basePathOf(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/+$/, "");
}

/**
 * Throws config_invalid where a base path begins as an address of ours does: then nobody could say of a
 * request whether a proxy has taken it off.
 */
export function requireFree(basePath: string, addresses: readonly string[]): void {
  const [, first = ""] = basePath.split("/");
  if (first === "" || !addresses.some((address) => address.split("/")[1] === first)) return;
  throw new GrantryError("config_invalid", {
    detail: `GRANTRY_PUBLIC_URL must not have the path "${basePath}": this server's own addresses begin with /${first}. Choose another, such as /connect.`,
  });
}

/** The address of a request without the base path, where it has it still. */
export function withoutBasePath(url: string, basePath: string): string {
  if (basePath === "" || !url.startsWith(basePath)) return url;
  const rest = url.slice(basePath.length);
  if (rest === "" || rest.startsWith("?")) return `/${rest}`;
  return rest.startsWith("/") ? rest : url;
}

/** Sends the browser to a path of ours. */
export function redirectWithin(reply: FastifyReply, path: string): FastifyReply {
  return reply.redirect(reply.server.basePath + path, 303);
}

/** Where a page of ours leads: links and forms are written as if there were no base path. */
const ownAddress = /( (?:href|src|action|formaction)=")(\/(?!\/)[^"]*")/g;

/** The HTML of a page with its own addresses below the base path. */
export function belowBasePath(html: string, basePath: string): string {
  return basePath === ""
    ? html
    : html.replace(ownAddress, (_, start, path) => start + basePath + path);
}
