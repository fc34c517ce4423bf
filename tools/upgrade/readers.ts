/** The load: backends that read tokens of connected users, one call after the other, and note each that fails. */
import { ids, secrets } from "@grantry/testing/harness";

export interface Readers {
  /** Where they read from then on. */
  readFrom(urls: readonly string[]): Promise<void>;
  /** Ends them. */
  stop(): Promise<void>;
  readonly reads: number;
  readonly slowestMs: number;
  /** By server and kind, with the first answer of each. */
  readonly failures: ReadonlyMap<string, number>;
}

/** So many per server. */
const atOnce = 4;
const pauseMs = 10;

export function startReaders(users: readonly string[]): Readers {
  const failures = new Map<string, number>();
  let reads = 0;
  let slowestMs = 0;
  let running: {
    readonly ends: { now: boolean };
    readonly loops: readonly Promise<void>[];
  } | null = null;

  const readOnce = async (url: string, userId: string) => {
    const began = performance.now();
    const failure = await read(url, userId);
    slowestMs = Math.max(slowestMs, performance.now() - began);
    reads += 1;
    if (failure === null) return;
    const kind = `${url} ${failure}`;
    failures.set(kind, (failures.get(kind) ?? 0) + 1);
  };
  const loop = async (url: string, number: number, ends: { now: boolean }) => {
    for (let turn = number; !ends.now; turn += atOnce) {
      await readOnce(url, users[turn % users.length] ?? "");
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  const stop = async () => {
    if (running === null) return;
    running.ends.now = true;
    await Promise.all(running.loops);
    running = null;
  };
  return {
    readFrom: async (urls) => {
      const before = running;
      const ends = { now: false };
      const numbers = Array.from({ length: atOnce }, (_, at) => at);
      running = { ends, loops: urls.flatMap((url) => numbers.map((at) => loop(url, at, ends))) };
      // As a load balancer does: the new ones are asked before the former are left.
      if (before === null) return;
      before.ends.now = true;
      await Promise.all(before.loops);
    },
    stop,
    get reads() {
      return reads;
    },
    get slowestMs() {
      return slowestMs;
    },
    failures,
  };
}

/** Null where a token came; no SDK in between, which would ask again. */
async function read(url: string, userId: string): Promise<string | null> {
  try {
    const answer = await fetch(`${url}/v1/apps/${ids.app}/tokens`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${secrets.serviceToken}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        connector_id: ids.userConnector,
        owner: { kind: "user", user_id: userId },
      }),
    });
    const body = (await answer.json()) as { access_token?: unknown; code?: unknown };
    if (answer.status === 200 && typeof body.access_token === "string") return null;
    return `${answer.status} ${String(body.code)}`;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.name : "no answer";
  }
}
