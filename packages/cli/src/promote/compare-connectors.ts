/** Policies and connectors of two workspaces, beside each other. */
import { printable } from "../command.ts";
import { type Change, type Difference, differing, joined, type Need, none } from "./difference.ts";
import type { Connector, OAuthClient, Policy, State } from "./state.ts";

interface Both {
  readonly from: State;
  readonly to: State;
}

const unchanged = { client: null, impact: null } as const;

const policyFields = ["shared_connections", "user_connections", "allowed_scopes"] as const;

export function comparePolicies({ from, to }: Both): Difference {
  const targets = new Map(to.policies.map((one) => [one.type, one]));
  return joined(from.policies.map((one) => comparePolicy(one, targets.get(one.type))));
}

/** A type that the target does not know has nothing to be allowed there; its connectors say so. */
function comparePolicy(source: Policy, target: Policy | undefined): Difference {
  if (target === undefined) return none;
  const fields = differing<Policy>(policyFields, { source, target });
  if (fields.length === 0) return none;
  const body = Object.fromEntries(fields.map((one) => [one.field, one.source]));
  const { type } = source;
  const change: Change = {
    ...{ kind: "policy", action: "change", name: type, type, targetId: type, fields, body },
    ...unchanged,
  };
  return { ...none, changes: [change] };
}

export function compareConnectors(both: Both): Difference {
  const { from, to } = both;
  const targets = new Map(to.connectors.map((one) => [one.name, one]));
  const names = new Set(from.connectors.map(({ name }) => name));
  const extra = to.connectors
    .filter(({ name }) => !names.has(name))
    .map(({ id, name }) => ({ kind: "connector", id, name }) as const);
  const compared = from.connectors.map((one) => {
    const target = targets.get(one.name);
    return target === undefined ? newConnector(both, one) : changedConnector(both, one, target);
  });
  return { ...joined(compared), extra };
}

/** Null where it asks for what the target's catalogue has as defaults. */
function scopesFor({ to }: Both, { type, scopes }: Connector): readonly string[] | null {
  const defaults = to.types.get(type)?.scopes.filter((one) => one.default) ?? [];
  const names = defaults.map(({ scope }) => scope);
  return scopes.length === names.length && names.every((name) => scopes.includes(name))
    ? null
    : scopes;
}

function newConnector(both: Both, source: Connector): Difference {
  const { type, name, settings } = source;
  const client = clientFor(both, source);
  if ("code" in client) {
    return { ...none, needs: [{ kind: "connector", name, ...client }] };
  }
  const shown = { type, scopes: source.scopes, settings };
  const change: Change = {
    kind: "connector",
    action: "create",
    name,
    type,
    targetId: null,
    fields: Object.entries(shown).map(([field, value]) => ({ field, target: null, source: value })),
    body: { type, name, oauth_client_id: client.id, scopes: scopesFor(both, source), settings },
    client: { id: client.id, name: client.name },
    impact: null,
  };
  return { ...none, changes: [change] };
}

/** The target's own client for it; else what somebody has to do. */
function clientFor(
  { from, to }: Both,
  { type, name, oauth_client: { id } }: Connector,
): OAuthClient | Pick<Need, "code" | "message"> {
  const place = printable(to.workspace.name);
  const known = to.types.get(type);
  if (known === undefined) {
    const message = `${place} has no type ${printable(type)}: declare the custom provider there, or update that server, and promote again.`;
    return { code: "type_unknown", message };
  }
  const fitting = to.clients.filter((one) => one.provider_id === known.provider.id);
  const before = from.clients.find((one) => one.id === id);
  const [only] = fitting;
  if (only === undefined) {
    const message = `needs a client ID and secret in ${place}: add a connector "${printable(name)}" of the type ${printable(type)} there, with credentials of its own. Its scopes are brought along next time.`;
    return { code: "credentials_needed", message };
  }
  const chosen =
    fitting.find((one) => one.name === before?.name) ?? fitting.find((one) => one.preferred);
  if (chosen !== undefined || fitting.length === 1) return chosen ?? only;
  const ids = fitting.map((one) => one.id).join(", ");
  const message = `${place} has several OAuth clients of ${printable(known.provider.name)} (${ids}): say which one with grantry oauth-clients set <oauth-client> --preferred on.`;
  return { code: "oauth_client_ambiguous", message };
}

/** Settings stay: where a secret is sent, only somebody who has it may change. */
function changedConnector(both: Both, source: Connector, target: Connector): Difference {
  const { name, type } = source;
  if (type !== target.type) {
    const message = `is of the type ${printable(target.type)} in ${printable(both.to.workspace.name)}, and of the type ${printable(type)} here: rename one of them.`;
    return { ...none, needs: [{ kind: "connector", name, code: "type_differs", message }] };
  }
  const settings = differing<Connector>(["settings"], { source, target });
  const kept = settings.map((field) => ({ kind: "connector", name, ...field }) as const);
  const fields = differing<Connector>(["scopes"], { source, target });
  if (fields.length === 0) return { ...none, kept };
  const change: Change = {
    kind: "connector",
    action: "change",
    name,
    type,
    targetId: target.id,
    fields,
    body: { scopes: scopesFor(both, source) },
    ...unchanged,
  };
  return { ...none, changes: [change], kept };
}
