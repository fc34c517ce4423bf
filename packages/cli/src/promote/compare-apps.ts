/** Apps of two workspaces, beside each other. */
import { printable } from "../command.ts";
import { type Change, type Difference, differing, type Field, joined, none } from "./difference.ts";
import type { App, State } from "./state.ts";

/** What belongs to a place: other pages, other users, another backend. Carried only where it is named. */
export const placeFields = [
  "origins",
  "identity_providers",
  "functions_url",
  "native_return_urls",
  "completion",
] as const;
export type PlaceField = (typeof placeFields)[number];

/** The logo is no text: it is given to each app by itself. */
const brandingFields = ["display_name", "color", "support_url", "privacy_url"] as const;

interface Compared {
  readonly from: State;
  readonly to: State;
  /** Fields of the place that are to be carried all the same. */
  readonly included: readonly PlaceField[];
}

export function compareApps(compared: Compared): Difference {
  const { from, to } = compared;
  const names = new Set(from.apps.map(({ name }) => name));
  const extra = to.apps
    .filter(({ name }) => !names.has(name))
    .map(({ id, name }) => ({ kind: "app", id, name }) as const);
  const parts = [...names].map((name) => compareNamed(compared, name));
  return { ...joined(parts), extra };
}

function compareNamed(compared: Compared, name: string): Difference {
  const sources = compared.from.apps.filter((one) => one.name === name);
  const targets = compared.to.apps.filter((one) => one.name === name);
  const [source] = sources;
  if (source === undefined) return none;
  if (sources.length > 1 || targets.length > 1) {
    const place = sources.length > 1 ? compared.from : compared.to;
    const message = `is the name of several apps in ${printable(place.workspace.name)}: rename all but one (grantry apps change <app> --name …).`;
    return { ...none, needs: [{ kind: "app", name, code: "name_ambiguous", message }] };
  }
  return compareApp(compared, source, targets[0]);
}

const bare = {
  origins: [],
  identity_providers: [],
  functions_url: null,
  native_return_urls: [],
  completion: "offered",
  branding: {
    display_name: null,
    color: null,
    logo_url: null,
    support_url: null,
    privacy_url: null,
  },
} as const;

function compareApp(compared: Compared, source: App, target: App | undefined): Difference {
  const { name } = source;
  const before: App = target ?? {
    ...bare,
    origins: [],
    identity_providers: [],
    native_return_urls: [],
    id: "",
    name,
  };
  const ofPlace = differing<App>(placeFields, { source, target: before });
  const branding = differing(brandingFields, { source: source.branding, target: before.branding });
  const isCarried = ({ field }: Field) => compared.included.some((one) => one === field);
  // Two apps of one server may not look alike.
  const isSameServer = compared.from.server === compared.to.server;
  const ownName = branding.filter(({ field }) => isSameServer && field === "display_name");
  const carriedBranding = branding.filter((field) => !ownName.includes(field));
  const carried = ofPlace.filter(isCarried);
  const kept = [...ofPlace.filter((field) => !isCarried(field)), ...ownName];
  const fields = [...carriedBranding, ...carried];
  const left = kept.map((field) => ({ kind: "app", name, ...field }) as const);
  if (target !== undefined && fields.length === 0) return { ...none, kept: left };
  const change: Change = {
    kind: "app",
    action: target === undefined ? "create" : "change",
    name,
    type: null,
    targetId: target?.id ?? null,
    fields,
    body: bodyOf(carriedBranding, carried),
    client: null,
    impact: null,
  };
  return { ...none, changes: [change], kept: left };
}

function bodyOf(branding: readonly Field[], others: readonly Field[]): Record<string, unknown> {
  const values = (fields: readonly Field[]) =>
    Object.fromEntries(fields.map(({ field, source }) => [field, source]));
  return { ...values(others), ...(branding.length === 0 ? {} : { branding: values(branding) }) };
}
