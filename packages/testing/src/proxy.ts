/** Stands between a program and the server: sees what goes through, holds it up, changes it, loses it. */
import type { Answer } from "@grantry/sandbox/faults";
import { type Received, type ScriptedServer, startScriptedServer } from "./scripted-server.ts";

export interface Between {
  /** Before a call is passed on. */
  readonly before?: (request: Received) => Promise<void> | void;
  /** The body of a call as it is passed on. */
  readonly asked?: (body: string) => string;
  /** The answer as it is passed on; its body is a text. */
  readonly answered?: (
    answer: Answer & { readonly body: string },
    request: Received,
  ) => Answer | Promise<Answer>;
}

/** Passes every request on to the server at `target`; its faults come before. */
export function startProxy(
  target: string,
  { before = () => {}, asked = (body) => body, answered = (answer) => answer }: Between,
): Promise<ScriptedServer> {
  const passOn = async (request: Received): Promise<Answer> => {
    await before(request);
    const { method, url, body } = request;
    const { host: _, connection: __, "content-length": ___, ...headers } = request.headers;
    const answer = await fetch(target + url, {
      method,
      headers: headers as Record<string, string>,
      ...(body === "" ? {} : { body: asked(body) }),
    });
    return await answered({ status: answer.status, body: await answer.text() }, request);
  };
  return startScriptedServer({ answers: { "*": passOn } });
}
