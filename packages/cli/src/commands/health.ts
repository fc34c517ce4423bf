/** Whether the server on this machine serves: for whoever watches it, such as a container's health check. */
import { errorBody } from "@grantry/contract/base44/common";
import { type Command, isOn, printable } from "../command.ts";
import { CliError } from "../failure.ts";
import { asCliError, localConfig } from "../local-server.ts";
import { boundedText, childEnvironment, discard, send } from "../outside.ts";

/** Well within what container engines let a check take. */
const timeoutMs = 5_000;
const bytesMax = 10_000;

export const health: Command = {
  name: "health",
  summary: "Ask the server on this machine whether it can serve: one line, and 0 where it can",
  options: { alive: { summary: "only whether its process answers, however its database is" } },
  places: [],
  run: async (run) => {
    const { readConfig } = await localConfig();
    const read = async () => readConfig(childEnvironment(run.outside));
    const url = addressOf(await asCliError(read()));
    const alive = isOn(run, "alive");
    const reason = await ask(new URL(alive ? "/healthz" : "/readyz", url));
    if (reason !== null) {
      throw new CliError("server", `${url} ${printable(reason)}`, { code: "not_healthy" });
    }
    const status = alive ? "alive" : "ready";
    return { json: { status, server: url }, lines: [`${url} is ${status}.`] };
  },
};

/** Where a server with this configuration answers callers on its machine; one that listens everywhere does so here, too. */
export function addressOf({
  host,
  port,
}: {
  readonly host: string;
  readonly port: number;
}): string {
  const everywhere: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
  const here = everywhere[host] ?? host;
  return `http://${here.includes(":") ? `[${here}]` : here}:${port}`;
}

/** Why it is not healthy; null where it is. */
async function ask(url: URL): Promise<string | null> {
  try {
    const answer = await send(url, {}, timeoutMs);
    if (answer.ok) {
      discard(answer);
      return null;
    }
    return `is not ready: ${await reasonOf(answer)}`;
  } catch (thrown) {
    const late = thrown instanceof Error && thrown.name === "TimeoutError";
    return late
      ? `does not answer within ${timeoutMs / 1000} seconds.`
      : "does not answer. Does the server run, with this GRANTRY_HOST and GRANTRY_PORT?";
  }
}

async function reasonOf(answer: Response): Promise<string> {
  const text = await boundedText(answer, bytesMax);
  try {
    return errorBody.parse(JSON.parse(text ?? "")).message;
  } catch {
    return `it answers ${answer.status}.`;
  }
}
