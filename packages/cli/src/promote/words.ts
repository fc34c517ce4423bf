/** A difference in words for people, and in members for scripts. */
import { counted, printable } from "../command.ts";
import type { Carried } from "./carry.ts";
import type { Change, Difference, Extra, Field, Kept, Kind, Need } from "./difference.ts";
import type { Place } from "./places.ts";

/** A thing by its kind and name. */
function called({ kind, name }: { readonly kind: Kind; readonly name: string }): string {
  return kind === "policy" ? `policy of ${printable(name)}` : `${kind} "${printable(name)}"`;
}

function shown(value: unknown): string {
  if (value === null) return "none";
  if (typeof value === "string") return printable(value);
  if (!Array.isArray(value)) return printable(JSON.stringify(value));
  if (value.length === 0) return "none";
  return value.map((one) => (isProvider(one) ? providerText(one) : shown(one))).join(" ");
}

type Provider = Readonly<Record<string, unknown>> & { readonly issuer: string };

const isProvider = (one: unknown): one is Provider =>
  typeof one === "object" && one !== null && typeof Reflect.get(one, "issuer") === "string";

/** An identity provider with all that decides whose tokens are taken: two of one issuer may differ in that. */
function providerText({ issuer, ...rules }: Provider): string {
  const said = Object.entries(rules)
    .map(([name, value]) => [name.replaceAll("_", " "), shown(value)] as const)
    .filter(([, text]) => text !== "none" && text !== "");
  if (said.length === 0) return printable(issuer);
  return `${printable(issuer)} (${said.map((parts) => parts.join(" ")).join(", ")})`;
}

/** All scopes are allowed where none are listed. */
function textOf({ field }: Pick<Field, "field">, value: unknown): string {
  return field === "allowed_scopes" && value === null ? "any" : shown(value);
}

function fieldLine(change: Change, field: Field): string {
  const name = field.field.replaceAll("_", " ");
  const now = textOf(field, field.source);
  if (change.action === "create") return `      ${name}: ${now}`;
  return `      ${name}: ${textOf(field, field.target)} -> ${now}`;
}

function changeLines(change: Change): string[] {
  const { action, client, fields, impact } = change;
  const touched = impact === null ? [] : impactLines(impact);
  const worth = fields.filter(
    ({ field, source }) => field !== "settings" || Object.keys(source as object).length > 0,
  );
  return [
    `  ${action === "create" ? "+ create" : "~ change"}: ${called(change)}`,
    ...worth.map((field) => fieldLine(change, field)),
    ...(client === null ? [] : [`      OAuth client: ${printable(client.name)} (${client.id})`]),
    ...touched,
  ];
}

/** Where there may be more than were counted, that holds for each of the numbers. */
function impactLines({
  connections,
  at_least: atLeast,
  must_reconnect: must,
  ended,
}: NonNullable<Change["impact"]>): string[] {
  if (connections === 0) return atLeast ? ["      touches an unknown number of connections"] : [];
  const about = atLeast ? "at least " : "";
  const parts = [`touches ${about}${counted(connections, "connection")}`];
  if (must > 0) parts.push(`${about}${must} must reconnect for what is added`);
  if (ended > 0) parts.push(`${about}${ended} ${ended === 1 ? "ends" : "end"}`);
  return [`      ${parts.join(", ")}`];
}

const needLine = (need: Need) => `  ! ${called(need)}: ${need.message}`;
const keptLine = (one: Kept) =>
  `    ${called(one)}: ${one.field.replaceAll("_", " ")} ${shown(one.target)} (${shown(one.source)} at the source)`;
const extraLine = (one: Extra) => `    ${called(one)} (${printable(one.id)})`;

function placeText({ session, workspace }: Place): string {
  return `${printable(workspace.name)} (${workspace.id}, ${workspace.environment}) at ${session.server}`;
}

/** The plan: what is carried, what is lacking, what stays. */
export function planLines(
  { from, to }: { readonly from: Place; readonly to: Place },
  { changes, needs, kept, extra }: Difference,
): string[] {
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [title, ...lines];
  return [
    `From ${placeText(from)}`,
    `to   ${placeText(to)}:`,
    ...(changes.length === 0 ? ["  Nothing to carry."] : changes.flatMap(changeLines)),
    ...part("Not possible yet:", needs.map(needLine)),
    ...part("Stays as it is there:", kept.map(keptLine)),
    ...part("Only there, and stays:", extra.map(extraLine)),
  ];
}

function changeView({ targetId, body: _body, impact, client, ...change }: Change) {
  return {
    ...change,
    target_id: targetId,
    oauth_client_id: client?.id ?? null,
    impact:
      impact === null
        ? null
        : {
            connections: impact.connections,
            at_least: impact.at_least,
            must_reconnect: impact.must_reconnect,
            ended: impact.ended,
          },
  };
}

function placeView({ session, workspace: { id, name, environment } }: Place) {
  return { server: session.server, workspace: { id, name, environment } };
}

/** The plan for scripts. */
export function planView(
  { from, to }: { readonly from: Place; readonly to: Place },
  { changes, needs, kept, extra }: Difference,
) {
  return {
    from: placeView(from),
    to: placeView(to),
    changes: changes.map(changeView),
    needs,
    kept,
    only_in_target: extra,
  };
}

export function carriedLine({ change, error }: Carried): string {
  if (error !== null) return `${called(change)}: failed: ${printable(error.message)}`;
  return `${called(change)}: ${change.action === "create" ? "created" : "changed"}`;
}

export function carriedView({ change: { kind, name, action }, id, error }: Carried) {
  return { kind, name, action, id, result: error === null ? "done" : "failed", error };
}
