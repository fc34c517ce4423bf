/** What can be told of a server's public address before it serves: its name, its certificate, the clock beside its answer. */
import { addressesOf, discard, type Outside, secondsOf, send } from "./outside.ts";

export interface Check {
  readonly about: "DNS" | "TLS" | "clock";
  readonly verdict: "good" | "bad" | "unknown";
  readonly text: string;
}

const waitMs = 10_000;
/** More than an answer takes. */
const clockOffSecondsMax = 60;

export async function checkAddress(outside: Outside, publicUrl: string): Promise<Check[]> {
  const { hostname } = new URL(publicUrl);
  const dns = await checkName(hostname.replace(/^\[|\]$/g, ""));
  if (dns.verdict === "bad") return [dns];
  const { tls, date } = await checkTls(publicUrl);
  return [dns, tls, checkClock(outside, date)];
}

async function checkName(host: string): Promise<Check> {
  try {
    const addresses = (await addressesOf(host)).join(", ");
    return { about: "DNS", verdict: "good", text: `${host} is ${addresses}` };
  } catch {
    const text = `${host} has no address yet, or this machine's DNS does not answer: enter one for it, or mend that, and run this again`;
    return { about: "DNS", verdict: "bad", text };
  }
}

async function checkTls(publicUrl: string): Promise<{ tls: Check; date: string | null }> {
  const of = (verdict: Check["verdict"], text: string, date: string | null = null) => ({
    tls: { about: "TLS" as const, verdict, text },
    date,
  });
  try {
    const answer = await send(new URL(`${publicUrl}/healthz`), {}, waitMs);
    discard(answer);
    const text = `${publicUrl} answers, with a certificate that is trusted`;
    return of("good", text, answer.headers.get("date"));
  } catch (thrown) {
    const code = codeOf(thrown);
    if (/CERT|SIGNED|VERIFY|ISSUER|ALTNAME|SSL|TLS/.test(code)) {
      return of(
        "bad",
        `the certificate of ${publicUrl} is not right (${code}): browsers and providers refuse it`,
      );
    }
    return of(
      "unknown",
      `nothing answers at ${publicUrl} yet: put a proxy with a certificate in front`,
    );
  }
}

/** Node's code for why a call failed, which it wraps. */
function codeOf(thrown: unknown): string {
  const { cause } = thrown instanceof Error ? thrown : { cause: undefined };
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}

function checkClock({ now }: Outside, date: string | null): Check {
  const about = "clock";
  const seconds = date === null ? Number.NaN : secondsOf(date);
  if (Number.isNaN(seconds)) {
    const text =
      "there was no answer to compare the clock with: see that this machine's is synchronised";
    return { about, verdict: "unknown", text };
  }
  const ahead = Math.round(now() - seconds);
  if (Math.abs(ahead) <= clockOffSecondsMax) {
    return { about, verdict: "good", text: "agrees with what answers there" };
  }
  const text = `is ${Math.abs(ahead)} seconds ${ahead > 0 ? "ahead of" : "behind"} what answers there: synchronise it`;
  return { about, verdict: "bad", text };
}
