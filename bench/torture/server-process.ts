/**
 * One server process of the rig: the real server, which writes down every fault point that it passes
 * and kills itself at one when told to. What it wrote survives that.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { openSync, writeSync } from "node:fs";
import { createApp } from "../../packages/server/src/app.ts";
import { type Clock, clockShowing, systemClock } from "../../packages/server/src/lib/clock.ts";
import { isGrantryError } from "../../packages/server/src/lib/error.ts";
import { createLog } from "../../packages/server/src/lib/log.ts";
import { Secret } from "../../packages/server/src/lib/secret.ts";
import { bootstrapSchema } from "../../packages/server/src/service/bootstrap/bootstrap-schema.ts";
import { monotonicMs, type Passing, type Point } from "./history.ts";
import type { KillOrder, ServerStart, ServerWord } from "./messages.ts";
import { declaration, secretOf } from "./world.ts";

/** The part of undici's message that is used. */
interface RequestCreated {
  readonly request: {
    readonly path: string;
    addHeader(name: string, value: string): void;
  };
}

/** Follows each refresh from point to point and names it to the authorization server. */
function createWitness(start: ServerStart): (point: Point | "held") => void {
  const file = openSync(start.passingsFile, "a");
  const refreshes = new AsyncLocalStorage<string>();
  let count = 0;
  let order: KillOrder | null = null;
  let passed = 0;
  const write = (point: Passing["point"], attempt: string | null) => {
    const { process } = start;
    const line: Passing = { kind: "point", at: monotonicMs(), process, attempt, point };
    writeSync(file, `${JSON.stringify(line)}\n`);
  };
  process.on("message", (next: KillOrder) => {
    order = next;
    passed = 0;
  });
  // A refresh is one asynchronous context from its claim on; the request is made in it.
  subscribe("undici:request:create", (message) => {
    const { request } = message as RequestCreated;
    const attempt = refreshes.getStore();
    if (attempt !== undefined && request.path.endsWith("/token")) {
      request.addHeader("x-torture-attempt", attempt);
    }
  });
  return (point) => {
    if (point === "held") return;
    if (point === "claimed" || point === "sending") {
      const known = point === "sending" ? refreshes.getStore() : undefined;
      if (known === undefined) {
        count += 1;
        refreshes.enterWith(`${start.process}#${count}`);
      }
    }
    const attempt = refreshes.getStore() ?? null;
    write(point, attempt);
    if (order?.point !== point) return;
    passed += 1;
    if (passed < order.passing) return;
    write("killed", attempt);
    process.kill(process.pid, "SIGKILL");
  };
}

async function run(start: ServerStart): Promise<void> {
  const logFile = openSync(start.logFile, "a");
  const app = await createApp({
    config: {
      databaseUrl: start.databaseUrl,
      databasePoolSize: 10,
      publicUrl: start.publicUrl,
      allowedPrivateOrigins: [start.authorizationServer],
      unstoredFolder: start.unstoredFolder,
    },
    encryptionKeys: start.encryptionKeys,
    log: createLog("warn", { write: (line) => void writeSync(logFile, line) }),
    bootstrap: {
      declared: bootstrapSchema.parse(declaration(start.authorizationServer)),
      readSecret: async (source) => new Secret(secretOf(source)),
    },
    outbound: { totalTimeoutMs: start.outboundTimeoutMs },
    engine: start.engine,
    hostClock: skewedClock(start.clockSkewMs),
    checkpoint: createWitness(start),
  });
  await app.http.listen({ host: "127.0.0.1", port: start.port });
  const word: ServerWord = { kind: "listening" };
  process.send?.(word);
  process.once("disconnect", () => void app.close().then(() => process.exit(0)));
}

/** A machine's clock that is off. */
function skewedClock(skewMs: number): Clock {
  return clockShowing(systemClock, () => systemClock.nowMs() + skewMs);
}

process.once("message", (start: ServerStart) => {
  run(start).catch((thrown: unknown) => {
    // To start while the database is away is part of the run: the next life tries again.
    if (!isGrantryError(thrown, "database_unavailable")) {
      const text = thrown instanceof Error ? thrown.stack : String(thrown);
      process.stderr.write(`server process ${start.process}: ${text}\n`);
    }
    process.exit(1);
  });
});
