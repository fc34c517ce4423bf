/** An address without anything: a page for whoever opened it in a browser, JSON for programs. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { GrantryError } from "../lib/error.ts";
import { languageFor } from "./pages/language.ts";
import { nothingHerePage } from "./pages/nothing-here.ts";
import { sendPage } from "./pages/page.ts";

const acceptCharactersMax = 512;

/** Whether a browser has navigated here: it names HTML among what it takes (RFC 9110 section 12.5.1). Programs that take anything do not. */
export function asksForPage({
  method,
  headers: { accept = "" },
}: Pick<FastifyRequest, "method" | "headers">): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  return accept
    .slice(0, acceptCharactersMax)
    .split(",")
    .some((range) => {
      const [type = "", ...parameters] = range.split(";");
      const isRefused = parameters.some((one) => /^\s*q=0(?:\.0*)?\s*$/i.test(one));
      return type.trim().toLowerCase() === "text/html" && !isRefused;
    });
}

/** Sends the page, with the status of the refusal that a program would get. */
export function sendNothingHere(
  request: FastifyRequest,
  reply: FastifyReply,
  { status }: Pick<GrantryError, "status">,
): FastifyReply {
  return sendPage(reply.code(status), nothingHerePage(languageFor(request)));
}
