/** What doctor says of the public URL: whether it leads here, and to this server. */
import type { Config } from "./config.ts";
import type { OutboundFunctions } from "./lib/outbound.ts";
import type { Say } from "./local-doctor-audit.ts";

const about = "public URL";
const waitMs = 10_000;

export async function examinePublicUrl(
  { publicUrl }: Config,
  outbound: OutboundFunctions,
  say: Say,
): Promise<void> {
  const healthUrl = `${publicUrl}/healthz`;
  const signal = AbortSignal.timeout(waitMs);
  try {
    const answer = await outbound.stream({
      method: "GET",
      url: healthUrl,
      headers: {},
      body: null,
      signal,
      firstByteTimeoutMs: waitMs,
      idleTimeoutMs: waitMs,
    });
    answer.body.on("error", () => {}).destroy();
    const { status } = answer;
    if (status >= 300 && status < 400) return say(about, "bad", redirected(healthUrl, answer));
    if (status !== 200)
      return say(about, "bad", `${healthUrl} answers ${status}: does it lead to this server?`);
  } catch {
    const problem = `${publicUrl} does not answer: is the server running, and the name right?`;
    return say(about, "bad", problem);
  }
  const named = await namedUrl(publicUrl, outbound);
  if (named === publicUrl) return say(about, "good", `${publicUrl} answers`);
  const text =
    named === null
      ? `something other than a Grantry server answers at ${publicUrl}: point it at this one`
      : `the server that answers there has the public URL ${named}: set GRANTRY_PUBLIC_URL alike for both, or see where the address leads`;
  say(about, "bad", text);
}

/** Without what follows the path: codes may stand there. */
function redirected(
  url: string,
  {
    status,
    headers,
  }: { readonly status: number; readonly headers: Readonly<Record<string, unknown>> },
): string {
  const target = URL.parse(String(headers["location"]), url);
  const to = target === null ? "elsewhere" : `to ${target.origin}${target.pathname}`;
  return `${url} answers ${status} and sends browsers ${to}: set GRANTRY_PUBLIC_URL to where requests arrive in the end`;
}

/** The public URL of whichever server answers, as its API document gives it. */
async function namedUrl(publicUrl: string, { send }: OutboundFunctions): Promise<string | null> {
  try {
    const url = `${publicUrl}/v1/openapi.json`;
    const answer = await send({ method: "GET", url, headers: {} });
    const document = (await answer.json()) as { readonly servers?: readonly { url?: unknown }[] };
    const named = document.servers?.[0]?.url;
    return typeof named === "string" && URL.canParse(named)
      ? new URL(named).href.replace(/\/+$/, "")
      : null;
  } catch {
    return null;
  }
}
