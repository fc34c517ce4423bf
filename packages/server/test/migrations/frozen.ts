/** What each migration says, as hashes: whoever has applied one will never apply it again. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Engine } from "../../src/store/engine.ts";
import type { Migration } from "../../src/store/migrations.ts";

export const frozenPath = fileURLToPath(new URL("frozen.json", import.meta.url));

/** By migration, in order: the SHA-256 of its statements on each engine. */
export type Frozen = Readonly<Record<string, Readonly<Record<Engine, string>>>>;

export function readFrozen(): Frozen {
  return JSON.parse(readFileSync(frozenPath, "utf8"));
}

function hashesOf({ statements }: Migration): Record<Engine, string> {
  const hashOf = (engine: Engine) =>
    createHash("sha256")
      .update(JSON.stringify(statements(engine)))
      .digest("hex");
  return { sqlite: hashOf("sqlite"), postgres: hashOf("postgres") };
}

export interface Comparison {
  /** Every way in which a frozen migration is not what it was, in words. */
  readonly broken: readonly string[];
  /** Migrations after the frozen ones. */
  readonly added: readonly string[];
  /** All of them, as they are. */
  readonly now: Frozen;
}

/** Compares the migrations with what is frozen. */
export function compareWithFrozen(frozen: Frozen, migrations: readonly Migration[]): Comparison {
  const now: Frozen = Object.fromEntries(migrations.map((one) => [one.name, hashesOf(one)]));
  const names = migrations.map(({ name }) => name);
  const frozenNames = Object.keys(frozen);
  const broken = frozenNames.flatMap((name, place) => {
    const is = now[name];
    if (is === undefined) return [`${name} is gone. ${advice}`];
    if (names[place] !== name) return [`${name} is not number ${place + 1} any more. ${advice}`];
    const changed = (["sqlite", "postgres"] as const).filter((e) => is[e] !== frozen[name]?.[e]);
    return changed.length === 0 ? [] : [`${name} has changed on ${changed.join(", ")}. ${advice}`];
  });
  const twice = names.filter((name, place) => names.indexOf(name) !== place);
  broken.push(...twice.map((name) => `${name} stands twice in the list of migrations.`));
  return { broken, added: names.filter((name) => frozen[name] === undefined), now };
}

const advice = `A database that has applied a migration never applies it again: put it back as it was, and make \
the change in a new migration at the end of the list (CONTRIBUTING.md, "Adding a migration").`;
