/** What a person's browser visits during a consent: the connect link and the redirection endpoint. */
import formbody from "@fastify/formbody";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import type { Confirmation } from "../../service/connect/index.ts";
import {
  completeAuthorization,
  decideConfirmation,
  openConnectLink,
  openReconnectLink,
} from "../../service/connect/index.ts";
import { setBrowserCookie } from "../browser-cookie.ts";
import type { HttpContext } from "../context.ts";
import { embeddedBrowser } from "../embedded-browser.ts";
import { logError, requestError, setRetryAfter } from "../errors.ts";
import { addRoutes } from "../frame.ts";
import { isShownTo, refuseLookingAhead } from "../looks-ahead.ts";
import { confirmationPage } from "../pages/confirmation.ts";
import { departurePage } from "../pages/departure.ts";
import { embeddedPage } from "../pages/embedded.ts";
import { failurePage } from "../pages/failure.ts";
import { languageFor } from "../pages/language.ts";
import { hidden, sendPage } from "../pages/page.ts";
import { answersOf } from "../pages/setting-fields.ts";
import { welcomePage } from "../pages/welcome.ts";
import { parsed } from "../parsed.ts";
import { page } from "../route.ts";
import { choicePages } from "./choice-routes.ts";
import { guessed } from "./guessed.ts";
import { restartPages } from "./restart-routes.ts";
import { sendSeen } from "./seen.ts";

const linkParams = z.object({ link: z.string().min(1).max(128) });
const decisionBody = z
  .object({
    decision: z.enum(["continue", "cancel"]),
    token: z.string().min(1).max(128),
  })
  .catchall(z.string());
const callbackPath = "/api/external-auth/callback";
function setPageErrors(part: FastifyInstance, context: HttpContext): void {
  part.setErrorHandler((thrown, request, reply) => {
    const error = requestError(thrown);
    logError(context.log, request, error);
    setRetryAfter(reply, error);
    return sendPage(reply.code(error.status), failurePage(error, request.id, languageFor(request)));
  });
}

async function openLink(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { link } = parsed(linkParams, request.params);
  const opened = await openConnectLink(context, link, {
    cookies: request.cookies,
    isShown: isShownTo(request),
    embedded: embeddedBrowser(request),
  });
  if (opened.kind === "embedded") {
    const language = languageFor(request, opened.parties.locale);
    return sendPage(reply, embeddedPage(opened, language));
  }
  if (opened.kind === "depart") {
    if (opened.cookie !== null) setBrowserCookie(context, reply, opened.cookie);
    return hidden(reply).redirect(opened.url, 303);
  }
  if (opened.kind !== "confirm") return sendSeen(context, reply, opened);
  return sendConfirmation(context, reply, opened.confirmation);
}

/** An operator's link leads to the page of an attempt. */
async function openReconnect(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { link } = parsed(linkParams, request.params);
  return hidden(reply).redirect(await openReconnectLink(context, link), 303);
}

function sendConfirmation(context: HttpContext, reply: FastifyReply, confirmation: Confirmation) {
  setBrowserCookie(context, reply, confirmation.cookie);
  const language = languageFor(reply.request, confirmation.parties.locale);
  return sendPage(reply, confirmationPage(confirmation, language));
}

async function decide(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { link } = parsed(linkParams, request.params);
  const { decision, token, ...fields } = parsed(decisionBody, request.body);
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") throw new GrantryError("browser_mismatch");
  const confirmed = decision === "continue";
  const answer = { link, token, confirmed, answers: answersOf(fields) };
  const decided = await decideConfirmation(context, answer, request.cookies);
  if (decided.kind === "confirm") {
    return sendConfirmation(context, reply.code(400), decided.confirmation);
  }
  if (decided.kind !== "depart") return sendSeen(context, reply, decided);
  const { url, parties } = decided;
  return sendPage(reply, departurePage(url, parties, languageFor(request, parties.locale)));
}

async function complete(context: HttpContext, request: FastifyRequest, reply: FastifyReply) {
  const { pathname, searchParams } = new URL(request.url, context.publicUrl);
  const seen = await completeAuthorization(context, {
    redirectUri: context.publicUrl + pathname,
    parameters: searchParams,
    cookies: request.cookies,
  });
  return sendSeen(context, reply, seen);
}

export const consentPages = [
  page("GET", "/", (context, _request, reply) => sendPage(reply, welcomePage(context.publicUrl))),
  page("GET", "/api/external-auth/connect/:link", guessed(openLink)),
  page("POST", "/api/external-auth/connect/:link", guessed(decide)),
  page("GET", "/reconnect/:link", guessed(openReconnect)),
  ...choicePages,
  ...restartPages,
  page("GET", callbackPath, guessed(complete)),
  page("GET", `${callbackPath}/:oauthClientId`, guessed(complete)),
];

/** Serves them as a part of its own, which reads forms and whose errors are pages. */
export function serveConsentPages(part: FastifyInstance, context: HttpContext): void {
  void part.register(formbody, { bodyLimit: 4_096 });
  setPageErrors(part, context);
  refuseLookingAhead(part);
  addRoutes(part, context, consentPages);
}
