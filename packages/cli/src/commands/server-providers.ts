/** A provider's connections in all workspaces, for who answers for the whole server: frozen, unfrozen and ended. */
import { serverOperation } from "@grantry/contract/v1/server-workspaces";
import type { z } from "zod";
import { type Command, isOn, printable, type Run, table } from "../command.ts";
import { openSession } from "../session.ts";

type Kind = "freeze" | "unfreeze" | "disconnect";

const options = {
  "dry-run": { summary: "only say what it would be about" },
  yes: { summary: "do not ask", short: "y" },
} as const;

function commandOf(kind: Kind, summary: string): Command {
  return {
    name: `server providers ${kind}`,
    summary,
    takes: ["<provider-id>"],
    options,
    run: (run) => operate(run, kind),
  };
}

export const freezeProvider = commandOf(
  "freeze",
  "Freeze a provider's connections in all workspaces: no token of them is given out",
);
export const unfreezeProvider = commandOf(
  "unfreeze",
  "Serve a provider's connections again in all workspaces",
);
export const disconnectProvider = commandOf(
  "disconnect",
  "Disconnect a provider's connections in all workspaces: each is revoked there",
);

async function operate(run: Run, kind: Kind) {
  const provider = run.given[0] ?? "";
  const planned = await ask(run, { kind, provider_id: provider, dry_run: true });
  const lines = linesOf(planned);
  if (isOn(run, "dry-run")) return { json: planned, lines };
  const total = planned.workspaces.reduce((sum, { connections }) => sum + connections, 0);
  const among = `in ${planned.workspaces.length} workspaces`;
  const question = `${kind[0]?.toUpperCase()}${kind.slice(1)} ${total} connections at ${printable(provider)} ${among}?`;
  if (!isOn(run, "yes") && !(await run.terminal.confirm(question))) {
    return { json: planned, lines: ["Nothing was changed."] };
  }
  const done = await ask(run, { kind, provider_id: provider });
  return { json: done, lines: linesOf(done) };
}

async function ask(run: Run, body: object): Promise<z.output<typeof serverOperation>> {
  const session = await openSession(run);
  return await session.ask(serverOperation, {
    method: "POST",
    path: "/v1/server/operations",
    body,
  });
}

function linesOf({ workspaces }: z.output<typeof serverOperation>): string[] {
  return table(
    ["WORKSPACE", "NAME", "CONNECTIONS", "OPERATION"],
    workspaces.map((one) => [
      one.workspace_id,
      one.name,
      `${one.at_least ? "at least " : ""}${one.connections}`,
      one.failure ?? one.operation_id ?? "-",
    ]),
  );
}
