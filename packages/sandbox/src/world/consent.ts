/** Answers the page of a provider as its user would, without a browser. */
import { ask } from "../dialect/authorize.ts";
import { providerUrl } from "../dialect/received.ts";
import type { Stage } from "../dialect/stage.ts";
import { originalFetch } from "./fetch.ts";
import { requireUser } from "./users.ts";

export interface ConsentChoices {
  /** Refuses; the redirect URI then comes with `error=access_denied` (RFC 6749 section 4.1.2.1). */
  readonly deny?: boolean;
  /** Allows only these of the scopes that are asked for. */
  readonly scopes?: readonly string[];
}

interface Provider {
  readonly stage: Stage;
  readonly type: string;
}

/** Where the browser is sent in the end. Rejects where the provider refuses, or the URL is not one of its. */
export async function consentTo(
  { stage, type }: Provider,
  url: URL,
  { user, deny = false, scopes }: ConsentChoices & { readonly user: string | undefined },
): Promise<URL> {
  const person = user ?? stage.holders[0]?.key ?? "";
  requireUser(stage.holders, person);
  const own = ownUrl(stage, url);
  const asked = ask(stage, own);
  if (asked.kind === "refused") throw new Error(`${type} refuses: ${asked.problem}`);
  const { script, scopes: all } = asked.question;
  if (script.type !== type) {
    throw new Error(
      `This URL has the client of ${script.type}, not that of ${type}: \`world.${script.type}.consent(url)\`.`,
    );
  }
  const unasked = (scopes ?? []).filter((scope) => !all.includes(scope));
  if (unasked.length > 0) throw new Error(`The URL does not ask for ${unasked.join(", ")}.`);
  const answer = await originalFetch(stage.place(own.href), {
    method: "POST",
    body: new URLSearchParams([
      ["decision", deny ? "deny" : "allow"],
      ["person", person],
      ...(scopes ?? []).map((scope) => ["scope", scope]),
    ]),
    redirect: "manual",
  });
  await answer.body?.cancel();
  const location = answer.headers.get("location");
  if (location === null)
    throw new Error(`${type} sends the browser nowhere: it answers ${answer.status}.`);
  return new URL(location);
}

/** The URL as the provider has it, wherever it leads. */
function ownUrl(stage: Stage, url: URL): URL {
  const isHere = url.origin === new URL(stage.place("https://host/")).origin;
  return (isHere ? providerUrl(url.pathname + url.search) : null) ?? url;
}
