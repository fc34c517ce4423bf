/** Hears every statement that this process sends to a database, whoever in it sends it. */
import { StatementSync } from "node:sqlite";
import pg from "pg";

const runners = ["all", "get", "iterate", "run"] as const;

/** From now on until `stop`, what both drivers are asked to run. They run it as before. */
export function hearStatements(): { readonly texts: string[]; stop(): void } {
  const texts: string[] = [];
  const restore: (() => void)[] = [];
  const wrap = <T extends object>(owner: T, name: keyof T, textOf: (call: Call) => string) => {
    const before = owner[name] as (...values: unknown[]) => unknown;
    Object.assign(owner, {
      [name]: function heard(this: unknown, ...values: unknown[]) {
        texts.push(textOf({ receiver: this, first: values[0] }));
        return before.apply(this, values);
      },
    });
    restore.push(() => Object.assign(owner, { [name]: before }));
  };
  for (const name of runners) {
    wrap(StatementSync.prototype, name, ({ receiver }) => (receiver as StatementSync).sourceSQL);
  }
  wrap(pg.Client.prototype, "query", ({ first }) =>
    typeof first === "string" ? first : ((first as { text?: string }).text ?? ""),
  );
  return {
    texts,
    stop: () => {
      for (const each of restore) each();
    },
  };
}

interface Call {
  readonly receiver: unknown;
  readonly first: unknown;
}
