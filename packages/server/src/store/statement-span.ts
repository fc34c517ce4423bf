/**
 * Statements as spans, as the semantic conventions for databases have it: what is done with which table, never the text. Only
 * inside of what is traced already: what the server does by itself all the time would be traces of one statement each.
 */
import type { LogEvent } from "kysely";
import { systemClock } from "../lib/clock.ts";
import { isInSpan, isTracing, tellOfWork } from "../lib/tracing.ts";
import type { Engine } from "./engine.ts";
import type { Prepare, PreparedSelect, Row } from "./prepared.ts";

/** For Kysely's `log`; undefined where nothing is traced. */
export function statementLog(engine: Engine): ((event: LogEvent) => void) | undefined {
  if (!isTracing()) return undefined;
  return (event) => {
    if (!isInSpan()) return;
    const failed = event.level === "error" ? event.error : undefined;
    tellOfWork(workOf(event.query.sql, engine), event.queryDurationMillis, failed);
  };
}

/** The same for statements that are prepared. */
export function preparedTold(prepare: Prepare, engine: Engine): Prepare {
  if (!isTracing()) return prepare;
  return (select) => {
    const run = prepare(select);
    const work = workOf(select.text, engine);
    return (values) => (isInSpan() ? told(run, values, work) : run(values));
  };
}

async function told(
  run: PreparedSelect,
  values: readonly unknown[],
  work: ReturnType<typeof workOf>,
): Promise<Row | undefined> {
  const began = systemClock.steadyMs();
  let failed: unknown;
  try {
    return await run(values);
  } catch (thrown) {
    failed = thrown;
    throw thrown;
  } finally {
    tellOfWork(work, systemClock.steadyMs() - began, failed);
  }
}

const systems = { sqlite: "sqlite", postgres: "postgresql" } as const;

function workOf(text: string, engine: Engine) {
  const operation = (/[a-z]+/i.exec(text)?.[0] ?? "").toUpperCase();
  const table = /\b(?:from|into|update)\s+"?([a-z_]+)/i.exec(text)?.[1];
  const name = table === undefined ? operation : `${operation} ${table}`;
  return {
    name,
    kind: "client" as const,
    attributes: {
      "db.system.name": systems[engine],
      "db.operation.name": operation,
      "db.query.summary": name,
      ...(table === undefined ? {} : { "db.collection.name": table }),
    },
  };
}
