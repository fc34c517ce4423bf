/** What a bootstrap file would change: it is applied in a transaction, looked at, and taken back. */
import { GrantryError } from "../../lib/error.ts";
import { type DeclaredThing, readDeclared } from "../../store/declared.ts";
import { inTransaction } from "../../store/store.ts";
import { prepareBootstrap } from "./apply-bootstrap.ts";
import type { BootstrapContext } from "./applying.ts";
import type { Bootstrap } from "./bootstrap-schema.ts";

/** One difference. Of a secret it is said that it changes, and nothing else. */
export interface BootstrapChange {
  readonly action: "create" | "change" | "remove";
  readonly kind: string;
  readonly id: string;
  readonly values: readonly {
    readonly name: string;
    /** Null for a secret, and where there was none. */
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

class TakenBack extends Error {}

/** What the file would change. Throws config_invalid as applying it does. Nothing is changed. */
export async function planBootstrap(
  context: BootstrapContext,
  bootstrap: Bootstrap,
): Promise<BootstrapChange[]> {
  return await rehearse(context, bootstrap, () => {
    throw new TakenBack();
  });
}

/** Applies the file if that changes exactly what was planned. Throws config_invalid where it does not. */
export async function applyPlanned(
  context: BootstrapContext,
  bootstrap: Bootstrap,
  planned: readonly BootstrapChange[],
): Promise<void> {
  await rehearse(context, bootstrap, (changes) => {
    if (JSON.stringify(changes) === JSON.stringify(planned)) return;
    throw new GrantryError("config_invalid", {
      detail: "What would be changed is not what was planned any more: plan again.",
    });
  });
}

/** `judge` sees the changes before they are kept; what it throws takes them back. */
async function rehearse(
  context: BootstrapContext,
  bootstrap: Bootstrap,
  judge: (changes: BootstrapChange[]) => void,
): Promise<BootstrapChange[]> {
  const apply = await prepareBootstrap(context, bootstrap);
  const workspaceIds = bootstrap.workspaces.map(({ id }) => id);
  let changes: BootstrapChange[] = [];
  try {
    await inTransaction(context.store, async (store) => {
      const before = await readDeclared(store, workspaceIds);
      await apply(store);
      changes = differences(before, await readDeclared(store, workspaceIds));
      judge(changes);
    });
  } catch (thrown) {
    if (!(thrown instanceof TakenBack)) throw thrown;
  }
  return changes;
}

function differences(
  before: readonly DeclaredThing[],
  after: readonly DeclaredThing[],
): BootstrapChange[] {
  const key = ({ kind, id }: DeclaredThing) => `${kind} ${id}`;
  const old = new Map(before.map((thing) => [key(thing), thing]));
  const now = new Set(after.map(key));
  const gone = before.filter((thing) => !now.has(key(thing)));
  return [
    ...after.flatMap((thing) => difference(old.get(key(thing)), thing)),
    ...gone.map(({ kind, id }) => ({ action: "remove" as const, kind, id, values: [] })),
  ];
}

function difference(before: DeclaredThing | undefined, after: DeclaredThing): BootstrapChange[] {
  const { kind, id } = after;
  const names = new Set([...Object.keys(before?.values ?? {}), ...Object.keys(after.values)]);
  const values = [...names]
    .filter((name) => before?.values[name] !== after.values[name])
    .map((name) => {
      const isSecret = name.endsWith("secret");
      const shown = (thing: DeclaredThing | undefined) =>
        isSecret ? null : (thing?.values[name] ?? null);
      return { name, before: shown(before), after: shown(after) };
    });
  if (values.length === 0) return [];
  return [{ action: before === undefined ? "create" : "change", kind, id, values }];
}
