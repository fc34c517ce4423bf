/** Calls a function of an app as a visitor, for an operator who wants to see whether it answers. */
import { isGrantryError } from "../../lib/error.ts";
import { callFunction } from "./call.ts";
import type { FunctionsContext } from "./context.ts";

export interface TestedFunction {
  /** Of the function's answer, whatever it is; null where none came. */
  readonly status: number | null;
  /** To the head of the answer, or to the failure. */
  readonly milliseconds: number;
  readonly error: { readonly code: string; readonly detail: string } | null;
}

const failures = [
  "functions_unavailable",
  "functions_timeout",
  "functions_answer_invalid",
] as const;

/** By GET, without a user; the body of the answer is thrown away. Throws app_not_found, workspace_frozen, functions_not_configured. */
export async function testFunction(
  context: FunctionsContext,
  {
    appId,
    path,
    requestId,
  }: { readonly appId: string; readonly path: string; readonly requestId: string },
): Promise<TestedFunction> {
  const began = context.clock.steadyMs();
  const since = () => Math.round(context.clock.steadyMs() - began);
  const enough = new AbortController();
  try {
    const { status, body } = await callFunction(context, {
      appId,
      path,
      caller: { kind: "nobody" },
      address: `operators of ${appId}`,
      method: "GET",
      query: "",
      headers: {},
      body: null,
      requestId,
      signal: enough.signal,
    });
    body.on("error", () => {}).destroy();
    return { status, milliseconds: since(), error: null };
  } catch (thrown) {
    const code = failures.find((one) => isGrantryError(thrown, one));
    if (code === undefined || !(thrown instanceof Error)) throw thrown;
    const { detail } = thrown as Error & { readonly detail: string };
    return { status: null, milliseconds: since(), error: { code, detail } };
  } finally {
    enough.abort();
  }
}
