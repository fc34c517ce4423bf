/** Calls a function of an app and gives its answer while it comes. */
import type { Readable } from "node:stream";
import { describeThrown, GrantryError } from "../../lib/error.ts";
import {
  OutboundError,
  type OutboundStreamAnswer,
  type OutboundStreamRequest,
} from "../../lib/outbound.ts";
import type { App } from "../../store/apps.ts";
import { requireThawed } from "../app-users/index.ts";
import type { HeaderValues } from "../defences/index.ts";
import { bodyTooLarge, boundedBody } from "./bounded-body.ts";
import type { FunctionCaller } from "./caller.ts";
import type { FunctionsContext } from "./context.ts";
import { functionAnswerHeaders } from "./headers.ts";

export interface FunctionCall {
  readonly appId: string;
  readonly caller: FunctionCaller;
  /** Where it comes from; IPv6 by its /64. */
  readonly address: string;
  readonly method: OutboundStreamRequest["method"];
  /** Checked by the contract: segments that need no encoding, none of them a dot. */
  readonly path: string;
  /** With its question mark, or empty. */
  readonly query: string;
  readonly headers: HeaderValues;
  readonly body: Readable | null;
  readonly requestId: string;
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
}

export interface FunctionAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/**
 * The head of the function's answer, whatever its status, and its body as it comes. Throws
 * app_not_found, workspace_frozen, functions_not_configured, rate_limited, body_too_large, functions_unavailable, functions_timeout,
 * functions_answer_invalid.
 */
export async function callFunction(
  context: FunctionsContext,
  call: FunctionCall,
): Promise<FunctionAnswer> {
  const app = await context.apps.get(call.appId);
  requireThawed(app);
  if (app.functionsUrl === null) throw new GrantryError("functions_not_configured");
  countCall(context, call);
  const { bodyBytesMax } = context.functions.settings;
  if (Number(call.headers["content-length"] ?? 0) > bodyBytesMax) throw bodyTooLarge(bodyBytesMax);
  const giveBack = context.limits.functionCalls.take(app);
  const answer = await sendHolding(context, call, {
    app,
    functionsUrl: app.functionsUrl,
    giveBack,
  });
  if (!isAnswer(answer.status)) {
    answer.body.on("error", () => {}).destroy();
    throw invalidAnswer(`The function answered with status ${answer.status}.`);
  }
  answer.body.once("error", (thrown) => {
    const { requestId } = call;
    context.log.warn(
      { requestId, appId: app.appId, cause: describeThrown(thrown) },
      "answer broke",
    );
  });
  return {
    status: answer.status,
    headers: functionAnswerHeaders(answer.headers),
    body: answer.body,
  };
}

/** Visitors come from anywhere: they use up nothing of what is there for users and the backend. */
function countCall(
  { limits }: Pick<FunctionsContext, "limits">,
  { appId, caller, address }: FunctionCall,
): void {
  const isVisitor = caller.kind === "nobody";
  if (isVisitor) limits.floods.take({ policy: "visitor_calls", key: address, appId: null });
  const key = isVisitor ? `${appId} visitors` : appId;
  limits.floods.take({ policy: "function_calls", key, appId });
}

interface Held {
  readonly app: App;
  readonly functionsUrl: string;
  /** Once the answer has ended, or none came. */
  readonly giveBack: () => void;
}

async function sendHolding(
  context: FunctionsContext,
  call: FunctionCall,
  { giveBack, ...where }: Held,
): Promise<OutboundStreamAnswer> {
  try {
    const answer = await send(context, call, where);
    answer.body.once("close", giveBack);
    return answer;
  } catch (thrown) {
    giveBack();
    throw thrown;
  }
}

/** Redirects are not passed on: the caller would carry its token to wherever they lead. */
function isAnswer(status: number): boolean {
  return (status >= 200 && status < 300) || (status >= 400 && status < 600);
}

async function send(
  context: FunctionsContext,
  call: FunctionCall,
  { app, functionsUrl }: Omit<Held, "giveBack">,
): Promise<OutboundStreamAnswer> {
  const { settings, tokens } = context.functions;
  const { stream } = context.reach(app.workspaceId);
  const { caller, body } = call;
  const identity = {
    appId: app.appId,
    apiUrl: context.publicUrl,
    requestId: call.requestId,
    serviceToken: await tokens.of(app),
    userToken: caller.kind === "user" ? caller.token : null,
  };
  try {
    return await stream({
      method: call.method,
      url: `${functionsUrl}/${call.path}${call.query}`,
      writtenAs: functionsUrl,
      headers: context.defences.functionRequestHeaders(call.headers, identity, body !== null),
      body: body === null ? null : boundedBody(body, settings.bodyBytesMax),
      signal: call.signal,
      firstByteTimeoutMs: settings.firstByteMs,
      idleTimeoutMs: settings.idleMs,
    });
  } catch (thrown) {
    throw callError(thrown);
  }
}

/** Which error of the table a failed call is. */
function callError(thrown: unknown): unknown {
  if (!(thrown instanceof OutboundError)) return thrown;
  if (thrown.cause instanceof GrantryError) return thrown.cause;
  const details = { internal: describeThrown(thrown), cause: thrown };
  if (thrown.isFirstByteTimeout) return new GrantryError("functions_timeout", details);
  if (thrown.phase === "no_answer") return invalidAnswer(details.internal, thrown);
  return new GrantryError("functions_unavailable", details);
}

function invalidAnswer(internal: string, cause?: unknown): GrantryError {
  return new GrantryError("functions_answer_invalid", { internal, cause });
}
