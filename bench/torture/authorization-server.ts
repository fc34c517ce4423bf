/**
 * The authorization server of the rig, a process of its own: three providers under one origin, an
 * exact ledger, and faults on order. Small on purpose: what it does must be plain from reading it.
 */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createGrants } from "./grants.ts";
import { type LedgerEntry, monotonicMs, type ProviderId, providerIds } from "./history.ts";
import type {
  AuthorizationServerOrder,
  AuthorizationServerStart,
  AuthorizationServerWord,
} from "./messages.ts";
import { answer, type Book, lifetimeSecondsOf, refresh } from "./refresh-endpoint.ts";
import { nameOfToken, partsOfName, tokenName, tokenText } from "./token-names.ts";

interface Code {
  readonly account: string;
  readonly challenge: string;
}

function createBook(start: AuthorizationServerStart): Book & { end(): Promise<void> } {
  const file = createWriteStream(start.ledgerFile);
  return {
    ...start,
    grants: createGrants(start.graceMs),
    counts: new Map(),
    sick: new Map(),
    calm: false,
    refreshes: 0,
    enter: (entry: LedgerEntry) => file.write(`${JSON.stringify(entry)}\n`),
    end: () => new Promise((resolve) => file.end(resolve)),
  };
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const part of request) text += String(part);
  return new URLSearchParams(text);
}

/** Says yes at once, for the account that the visitor names. */
function authorize(url: URL, codes: Map<string, Code>, response: ServerResponse): void {
  const { searchParams } = url;
  const code = `code-${codes.size + 1}`;
  const challenge = searchParams.get("code_challenge") ?? "";
  codes.set(code, { account: searchParams.get("account") ?? "", challenge });
  const back = new URL(searchParams.get("redirect_uri") ?? "");
  back.searchParams.set("code", code);
  back.searchParams.set("state", searchParams.get("state") ?? "");
  response.writeHead(302, { location: back.href }).end();
}

function exchange(
  book: Book,
  request: { provider: ProviderId; form: URLSearchParams; codes: Map<string, Code> },
  response: ServerResponse,
): void {
  const { provider, form, codes } = request;
  const code = codes.get(form.get("code") ?? "");
  const verifier = form.get("code_verifier") ?? "";
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  if (code === undefined || code.challenge !== challenge) {
    answer(response, 400, { error: "invalid_grant" });
    return;
  }
  codes.set(form.get("code") ?? "", { account: code.account, challenge: "used" });
  const family = book.grants.open(provider, code.account);
  const name = tokenName(family.id, family.last);
  const lifetimeSeconds = lifetimeSecondsOf(book.seed, name);
  book.enter({
    kind: "issued",
    at: monotonicMs(),
    account: code.account,
    provider,
    family: family.id,
    access: name,
    lifetimeMs: lifetimeSeconds * 1000,
  });
  answer(response, 200, {
    access_token: tokenText(book.seed, "at", name),
    refresh_token: tokenText(book.seed, "rt", name),
    token_type: "Bearer",
    expires_in: lifetimeSeconds,
    scope: "things",
  });
}

/** RFC 7009: either token of a family ends it; an unknown one is no error. */
function revoke(book: Book, form: URLSearchParams, response: ServerResponse): void {
  const text = form.get("token") ?? "";
  const name = nameOfToken(book.seed, "rt", text) ?? nameOfToken(book.seed, "at", text);
  const family = name === null ? undefined : book.grants.find(partsOfName(name).family);
  if (family !== undefined) {
    family.ended = true;
    book.enter({ kind: "revoked", at: monotonicMs(), family: family.id });
  }
  answer(response, 200, {});
}

/** Whose token it is, while its family is open. */
function userInfo(book: Book, request: IncomingMessage, response: ServerResponse): void {
  const text = (request.headers.authorization ?? "").replace(/^Bearer /, "");
  const name = nameOfToken(book.seed, "at", text);
  const family = name === null ? undefined : book.grants.find(partsOfName(name).family);
  if (family === undefined || !book.grants.isOpen(family)) {
    answer(response, 401, { error: "invalid_token" });
    return;
  }
  answer(response, 200, { sub: family.account, name: family.account });
}

async function serve(
  book: Book,
  codes: Map<string, Code>,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const [, first, action] = url.pathname.split("/");
  const provider = providerIds.find((one) => one === first);
  if (provider === undefined) return answer(response, 404, {});
  if (action === "authorize") return authorize(url, codes, response);
  if (action === "userinfo") return userInfo(book, request, response);
  const arrivedAt = monotonicMs();
  const form = await bodyOf(request);
  if (form.get("client_secret") !== "torture-client-secret") {
    return answer(response, 401, { error: "invalid_client" });
  }
  if (action === "revoke") return revoke(book, form, response);
  if (form.get("grant_type") === "authorization_code") {
    return exchange(book, { provider, form, codes }, response);
  }
  const attempt = request.headers["x-torture-attempt"];
  await refresh(book, {
    provider,
    arrivedAt,
    token: form.get("refresh_token") ?? "",
    attempt: typeof attempt === "string" ? attempt : null,
    response,
  });
}

function say(word: AuthorizationServerWord): void {
  process.send?.(word);
}

function obey(book: ReturnType<typeof createBook>, order: AuthorizationServerOrder): void {
  if (order.kind === "calm") book.calm = true;
  if (order.kind === "sick") {
    const until = monotonicMs() + order.ms;
    book.sick.set(order.provider, { how: order.how, until });
  }
  if (order.kind === "withdraw") {
    const family = book.grants.latestOf(order.account);
    if (family !== undefined && !family.ended) {
      family.ended = true;
      book.enter({ kind: "withdrawn", at: monotonicMs(), family: family.id });
    }
    say({ kind: "withdrawn", id: order.id });
  }
  if (order.kind === "end") void book.end().then(() => say({ kind: "ended" }));
}

process.once("message", (start: AuthorizationServerStart) => {
  const book = createBook(start);
  const codes = new Map<string, Code>();
  const server = createServer((request, response) => {
    serve(book, codes, { request, response }).catch(() => response.destroy());
  });
  // A connection that we close while a request is under way would be a fault nobody ordered.
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address() as AddressInfo;
    say({ kind: "listening", origin: `http://127.0.0.1:${port}` });
  });
  process.on("message", (order: AuthorizationServerOrder) => obey(book, order));
  setInterval(() => say({ kind: "refreshes", count: book.refreshes }), 250).unref();
});
process.once("disconnect", () => process.exit(0));
