/**
 * What the server says of how an API refuses tokens. It changes with the catalogue only, so it is
 * asked for once in a while, for all clients of this program, and never keeps a call from being made.
 */
import { type ApiRefusals, plainRefusals } from "./refusal.ts";
import type { Unread } from "./wire.ts";

interface Kept {
  readonly rules: Promise<ApiRefusals>;
  untilMs: number;
}

const keepMs = 600_000;
/** After a failure: what is standard holds so long. */
const retryMs = 30_000;
const answerMs = 5_000;
const keptMax = 200;
const kept = new Map<string, Kept>();

/**
 * The rules under this key. `ask` gets a signal that ends it in time; where it fails, a 401 refuses a
 * token, and nothing else does. Never rejects.
 */
export function refusalRules(
  key: string,
  ask: (signal: AbortSignal) => Promise<Unread<ApiRefusals>>,
): Promise<ApiRefusals> {
  const known = kept.get(key);
  if (known !== undefined && known.untilMs > Date.now()) return known.rules;
  if (kept.size >= keptMax) kept.clear();
  const entry: Kept = { untilMs: Date.now() + keepMs, rules: read(ask, () => expireSoon(entry)) };
  kept.set(key, entry);
  return entry.rules;
}

function expireSoon(entry: Kept): void {
  entry.untilMs = Date.now() + retryMs;
}

async function read(
  ask: (signal: AbortSignal) => Promise<Unread<ApiRefusals>>,
  onFailure: () => void,
): Promise<ApiRefusals> {
  try {
    const body = await ask(AbortSignal.timeout(answerMs));
    const { refused_token, missing_scope } = body;
    if (Array.isArray(refused_token) && Array.isArray(missing_scope)) {
      return { refused_token, missing_scope };
    }
  } catch {
    // An older server has no such address; one that is away is told of by the token read.
  }
  onFailure();
  return plainRefusals;
}
