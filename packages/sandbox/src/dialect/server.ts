/** Serves a stage on loopback: a request to `/~/<host>/<path>` is one to `https://<host>/<path>`. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Fault } from "../faults.ts";
import { pathOf, sendJson, sendPage } from "../http.ts";
import { listen } from "../listen.ts";
import { misbehave } from "../misbehave.ts";
import { sendAnswer } from "./answer.ts";
import { type Asked, allow, ask, deny, type Question } from "./authorize.ts";
import { findScene } from "./find-scene.ts";
import { answerOpenId } from "./openid.ts";
import { dialectConsentPage, dialectErrorPage, dialectHomePage } from "./pages.ts";
import { answerRequest } from "./play.ts";
import { providerUrl, type Received, receive } from "./received.ts";
import { addressOf, type Role } from "./script.ts";
import type { Stage } from "./stage.ts";

/** What a request at a provider's address is for. */
export interface Noticed {
  readonly received: Received;
  /** Null where nobody knows whose the address, the client or the token is. */
  readonly type: string | null;
  readonly role: Role | "authorize" | "openid" | null;
  /** Such as `POST github.com/login/oauth/access_token`. */
  readonly address: string;
  /** Whose token or code came with it. */
  readonly person: string | null;
}

/** Hears of every request before it is answered, and says what it meets instead of a proper answer. */
export type Watch = (noticed: Noticed, response: ServerResponse) => Fault | undefined;

/** Answers what is at no provider's address; false where it does not know the address either. */
export type Elsewhere = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface ServeOptions {
  /** 0 for a free one. */
  readonly port: number;
  readonly watch?: Watch;
  readonly elsewhere?: Elsewhere;
}

export interface DialectServer {
  /** Such as `http://127.0.0.1:4403`. */
  readonly origin: string;
  readonly port: number;
  /** Ends every connection, also those that a fault keeps waiting. */
  close(): Promise<void>;
}

/** Listens on 127.0.0.1. Rejects when the port is taken. */
export async function serveStage(
  stage: Stage,
  { port, watch = () => undefined, elsewhere = async () => false }: ServeOptions,
): Promise<DialectServer> {
  const closing = new AbortController();
  const server = createServer((request, response) => {
    const house = { stage, watch, elsewhere, closing: closing.signal };
    serve(house, request, response).catch((thrown: unknown) => {
      // A request whose answer was held back is broken off by the end.
      if (closing.signal.aborted || response.destroyed) return;
      stage.complain(thrown instanceof Error ? thrown.message : "a request could not be answered");
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: "sandbox_failed" });
    });
  });
  const listening = await listen(server, port);
  const origin = `http://127.0.0.1:${listening}`;
  stage.place = (url) => placedAt(origin, url);
  return {
    origin,
    port: listening,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The sandbox's address for one of a provider; every other one as it is. */
function placedAt(origin: string, url: string): string {
  if (!url.startsWith("https://")) return url;
  return `${origin}/~/${url.slice("https://".length)}`;
}

interface House {
  readonly stage: Stage;
  readonly watch: Watch;
  readonly elsewhere: Elsewhere;
  readonly closing: AbortSignal;
}

async function serve(
  { stage, watch, elsewhere, closing }: House,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = providerUrl(request.url);
  if (url === null) {
    const isHome = request.method === "GET" && pathOf(request) === "/";
    if (isHome) return sendPage(response, 200, dialectHomePage(stage));
    if (await elsewhere(request, response)) return;
    return sendJson(response, 404, { error: "sandbox_no_such_page" });
  }
  const received = await receive(request, url);
  const asked = isAuthorization(stage, url) ? ask(stage, url) : null;
  const fault = watch(notice(stage, received, asked), response);
  const carryOut = async () => answer(stage, { received, asked, response });
  if (fault === undefined) await carryOut();
  else await misbehave(fault, response, carryOut, closing);
}

function isAuthorization(stage: Stage, url: URL): boolean {
  return stage.authorizations(url.host + url.pathname).length > 0;
}

function notice(stage: Stage, received: Received, asked: Asked | null): Noticed {
  const known = { received, address: addressOf(received.method, received.url) };
  if (asked !== null) {
    const type = asked.kind === "question" ? asked.question.script.type : null;
    return { ...known, type, role: "authorize", person: null };
  }
  if (stage.isTolerant && answerOpenId(stage, received) !== null) {
    return { ...known, type: null, role: "openid", person: null };
  }
  const found = findScene(stage, received);
  if (found.kind !== "scene") return { ...known, type: null, role: null, person: null };
  const { play, grant, pending } = found.scene;
  const holder = (grant ?? pending)?.holder ?? null;
  return { ...known, type: play.script.type, role: play.role, person: holder?.key ?? null };
}

interface Answering {
  readonly received: Received;
  readonly asked: Asked | null;
  readonly response: ServerResponse;
}

function answer(stage: Stage, { received, asked, response }: Answering): void {
  if (asked?.kind === "question") authorize(stage, asked.question, received, response);
  else if (asked !== null) sendPage(response, 400, dialectErrorPage(asked.problem));
  else {
    const openId = stage.isTolerant ? answerOpenId(stage, received) : null;
    sendAnswer(response, openId ?? answerRequest(stage, received));
  }
}

function authorize(
  stage: Stage,
  question: Question,
  { method, body }: Received,
  response: ServerResponse,
): void {
  if (method !== "POST") {
    sendPage(response, 200, dialectConsentPage(question, stage.holders));
    return;
  }
  const form = new URLSearchParams(body);
  const scopes = form.getAll("scope");
  const decision = { person: form.get("person"), ...(scopes.length === 0 ? {} : { scopes }) };
  const isAllowed = form.get("decision") === "allow";
  const target = isAllowed ? allow(stage, question, decision) : deny(question);
  response.statusCode = 303;
  response.setHeader("location", target.href);
  response.setHeader("cache-control", "no-store");
  response.end();
}
