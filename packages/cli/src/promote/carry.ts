/** Makes and changes in the target what the plan says. */
import { app } from "@grantry/contract/v1/apps";
import { policy } from "@grantry/contract/v1/catalogue";
import { connector } from "@grantry/contract/v1/connectors";
import { impact } from "@grantry/contract/v1/impact";
import type { z } from "zod";
import { CliError } from "../failure.ts";
import { workspacePath } from "../workspace.ts";
import { type Change, type Field, type Kind, same } from "./difference.ts";
import type { Place } from "./places.ts";

const lists = { policy: "policies", connector: "connectors", app: "apps" } as const;
const schemas: Readonly<Record<Kind, z.ZodType<object>>> = { policy, connector, app };

function pathOf({ workspace }: Place, kind: Kind, ...parts: readonly string[]): string {
  return workspacePath(workspace.id, lists[kind], ...parts);
}

/** The same change with what it does to connections, where the server can tell. */
export async function withImpact(place: Place, change: Change): Promise<Change> {
  const { kind, targetId, fields, body } = change;
  const touches = kind === "policy" || fields.some(({ field }) => field === "scopes");
  if (targetId === null || !touches) return change;
  const path = pathOf(place, kind, targetId, "preview");
  const asked = kind === "policy" ? body : { change: body };
  try {
    const found = await place.session.ask(impact, { method: "POST", path, body: asked });
    return { ...change, impact: found };
  } catch (thrown) {
    // What the policies of now forbid, those that are carried may allow.
    if (thrown instanceof CliError && thrown.exit === "refused") return change;
    throw thrown;
  }
}

export interface Carried {
  readonly change: Change;
  /** Of what was made or changed; null where it failed. */
  readonly id: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** What the server refuses does not hold up the others; without a server or sign-in nothing goes on. */
export async function carry(place: Place, change: Change): Promise<Carried> {
  try {
    const id =
      change.targetId === null
        ? await make(place, change)
        : await alter(place, change, change.targetId);
    return { change, id, error: null };
  } catch (thrown) {
    if (!(thrown instanceof CliError) || thrown.exit !== "refused") throw thrown;
    return { change, id: null, error: { code: thrown.code, message: thrown.message } };
  }
}

async function make(place: Place, { kind, name, body }: Change): Promise<string> {
  const path = pathOf(place, kind);
  if (kind === "connector") {
    return (await place.session.ask(connector, { method: "POST", path, body })).id;
  }
  const { id } = await place.session.ask(app, { method: "POST", path, body: { name } });
  if (Object.keys(body).length === 0) return id;
  try {
    await place.session.ask(app, { method: "PATCH", path: pathOf(place, "app", id), body });
  } catch (thrown) {
    throw thrown instanceof CliError ? halfMade(id, thrown) : thrown;
  }
  return id;
}

function halfMade(id: string, cause: CliError): CliError {
  const message = `It was created as ${id}; its settings were refused: ${cause.message}`;
  return new CliError(cause.exit, message, { code: cause.code, cause });
}

/** Good only for the state that was shown. */
async function alter(place: Place, change: Change, targetId: string): Promise<string> {
  const path = pathOf(place, change.kind, targetId);
  const schema = schemas[change.kind];
  const { value, etag } = await place.session.askTagged(schema, { path });
  if (!change.fields.every((field) => isAsShown(value, field))) {
    const message = "It was changed after the plan was made: look at the plan again.";
    throw new CliError("refused", message, { code: "precondition_failed" });
  }
  if (etag === null) {
    const message =
      "The answer came without its ETag, so nothing was changed: look for a proxy that drops it.";
    throw new CliError("refused", message, { code: "precondition_failed" });
  }
  const headers = { "if-match": etag };
  await place.session.ask(schema, { method: "PATCH", path, body: change.body, headers });
  return targetId;
}

function isAsShown(value: object, { field, target }: Field): boolean {
  const all = "branding" in value ? { ...value, ...(value.branding as object) } : value;
  return same((all as Readonly<Record<string, unknown>>)[field], target);
}
