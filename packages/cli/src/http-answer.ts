/** One call to the server, and what it answered: checked by the contract, or said to be something else. */
import { errorBody } from "@grantry/contract/base44/common";
import { type Problem, problem, type RequestFault } from "@grantry/contract/v1/common";
import type { z } from "zod";
import { printable } from "./command.ts";
import { CliError, type ExitName } from "./failure.ts";
import { boundedText, discard, send } from "./outside.ts";

const timeoutMs = 60_000;
/** A file may take as long as there is much of it. */
const downloadMs = 3_600_000;
/** More than any answer has. */
const bytesMax = 20_000_000;

export interface Call {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Begins with a slash; what is filled in must be encoded. */
  readonly path: string;
  /** Sent as JSON, or as a form. */
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Takes what is answered as it comes, in place of JSON: a file. */
  readonly take?: (part: Uint8Array) => Promise<void>;
}

export interface RawAnswer {
  readonly status: number;
  readonly json: unknown;
  /** Of the state that was answered (RFC 9110); null where there is none. */
  readonly etag: string | null;
}

/** Sends a call. Throws where the server is not reached, or answers no JSON. */
export async function exchange(server: string, call: Call): Promise<RawAnswer> {
  const answer = await reach(server, call);
  if (answer.status >= 300 && answer.status < 400) {
    discard(answer);
    throw rubbish(
      server,
      `a redirect (${answer.status}): is this the address of the server itself?`,
    );
  }
  if (call.take !== undefined && answer.ok) {
    await takeAll(server, answer, call.take);
    return { status: answer.status, json: null, etag: null };
  }
  if (!mayBeJson(answer)) {
    discard(answer);
    throw noJson(server, answer);
  }
  const text = await boundedText(answer, bytesMax).catch((cause: unknown) => {
    throw unreachable(server, cause);
  });
  if (text === null) throw rubbish(server, "far too much");
  try {
    const etag = answer.headers.get("etag");
    return { status: answer.status, json: JSON.parse(text), etag };
  } catch (cause) {
    throw noJson(server, answer, cause);
  }
}

/** Throws where it breaks off: what was taken is then not all. */
async function takeAll(
  server: string,
  answer: Response,
  take: NonNullable<Call["take"]>,
): Promise<void> {
  const reader = answer.body?.getReader();
  for (;;) {
    const next = await reader?.read().catch((cause: unknown) => {
      throw unreachable(server, cause);
    });
    if (next?.value === undefined) return;
    await take(next.value);
  }
}

/** Whether the head leaves it open that JSON follows. What else follows is not waited for. */
function mayBeJson({ headers }: Response): boolean {
  const type = headers.get("content-type");
  return type === null || type.includes("json");
}

function noJson(server: string, { status }: Response, cause?: unknown): CliError {
  if (status >= 500) return rubbish(server, `status ${status}, without a reason`);
  return rubbish(server, `status ${status} and no JSON`, cause);
}

async function reach(server: string, { method = "GET", path, ...call }: Call): Promise<Response> {
  const headers = new Headers({ accept: "application/json", "user-agent": "grantry-cli" });
  for (const [name, value] of Object.entries(call.headers ?? {})) headers.set(name, value);
  const init: RequestInit = { method, headers };
  if (call.form !== undefined) init.body = new URLSearchParams(call.form);
  if (call.body !== undefined) {
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(call.body);
  }
  try {
    const within = call.take === undefined ? timeoutMs : downloadMs;
    return await send(new URL(server + path), init, within);
  } catch (cause) {
    throw unreachable(server, cause);
  }
}

/** The answer as the schema has it. Throws what the server refused, or that it answered something else. */
export function checked<S extends z.ZodType>(
  server: string,
  { status, json }: RawAnswer,
  schema: S,
): z.output<S> {
  if (status < 200 || status >= 300) throw refusal(server, status, json);
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join(".") || "the whole";
  throw rubbish(server, `something else than expected (${where}: ${issue?.message})`);
}

/** What the server says in an error answer, with the exit code for its kind. */
function refusal(server: string, status: number, json: unknown): CliError {
  const said = saidOf(json);
  if (said === undefined) {
    return rubbish(server, `status ${status}, without a reason that can be read`);
  }
  const { code, request_id, retry, errors } = said;
  const details = { status, request_id, ...(retry && { retry }), ...(errors && { errors }) };
  const detail = said.errors === undefined ? said.detail : faultLines(said);
  if (status === 401 && code !== "second_factor_required") {
    const message = `The server does not accept the login or key: it is wrong, expired, or revoked. Run grantry login, or set another GRANTRY_API_KEY.`;
    return new CliError("sign_in", message, { code, details });
  }
  return new CliError(exitOf(status, code), detail, { code, details });
}

/** Whether the server refuses with this code. */
export function isSaid({ json }: RawAnswer, code: string): boolean {
  return saidOf(json)?.code === code;
}

/** A refusal of `/v1` is a problem document (RFC 9457); others have a shape of their own. */
function saidOf(json: unknown) {
  const own = problem.safeParse(json);
  if (own.success) return own.data;
  const said = errorBody.safeParse(json);
  if (!said.success) return undefined;
  return { ...said.data, code: said.data.reason, retry: undefined, errors: undefined };
}

/** All that is wrong with a request. `detail` names the first fault alone: its title stands above the list. */
function faultLines({ title, errors = [] }: Problem): string {
  return [title, ...errors.map(faultLine)].join("\n");
}

/** One thing that is wrong with what was sent, by the name of the member or parameter. */
function faultLine({ pointer, name, detail }: RequestFault): string {
  const parts = (pointer ?? "").split("/").slice(1);
  const member = parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")).join(".");
  const place = printable(name ?? member);
  return place === "" ? `  ${printable(detail)}` : `  ${place}: ${printable(detail)}`;
}

/** What the workspace has decided for everybody, whatever their role: not theirs to be allowed. */
const policies: ReadonlySet<string> = new Set(["shared_connections_disabled", "scopes_forbidden"]);

function exitOf(status: number, code: string): ExitName {
  if (code === "second_factor_required") return "permission";
  if (status === 403) return policies.has(code) ? "refused" : "permission";
  return status >= 500 || status === 429 ? "server" : "refused";
}

function unreachable(server: string, cause: unknown): CliError {
  const message = `Cannot reach a server at ${server} (${reasonOf(cause)}). Is the address right, and is it running?`;
  return new CliError("server", message, { code: "server_unreachable", cause });
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "no reason given";
  if (cause.name === "TimeoutError") return "no answer in time";
  const inner = cause.cause;
  if (inner instanceof Error && "code" in inner && typeof inner.code === "string")
    return inner.code;
  return cause.name;
}

export function rubbish(server: string, what: string, cause?: unknown): CliError {
  const message = `${server} answered ${what}. This is not a Grantry server, or something stands in front of it.`;
  return new CliError("server", message, { code: "server_answer_invalid", cause });
}
