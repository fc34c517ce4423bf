/** What needs somebody, in words: a sentence with the name it is about, what more is known, and where to go. */
import type { LinkProps } from "@tanstack/react-router";
import type { Schemas } from "../api/client.ts";
import type { IconName } from "../parts/icon.tsx";
import { reasonOf } from "./connection.ts";
import { beginning, counted, countedTo } from "./plural.ts";
import { onDay, timeInWords } from "./time.ts";

export type Attention = Schemas["Attention"];

export interface AttentionWords {
  /** Around the name, which is a link where the thing has a page. */
  readonly before: string;
  readonly name: string;
  readonly after: string;
  readonly more: string;
  readonly icon: IconName;
  readonly tone: "fail" | "user" | "soon";
  /** What can be done, where a page has it. */
  readonly act: { readonly text: string; readonly link: LinkProps } | null;
}

const workspace = "/workspaces/$workspaceId";
const many = ({ count, at_least: atLeast }: Attention) => ({ count, atLeast });
const people = (entry: Attention) => beginning(countedTo(many(entry), "person", "people"));
const need = (count: number) => (count === 1 ? "needs" : "need");

const reasonWords: Readonly<Record<string, (count: number, service: string) => string>> = {
  invalid_grant: (count, service) => `${count} revoked access at ${service}`,
  revoked: (count, service) => `${count} revoked access at ${service}`,
  refresh_token_expired: (count, service) => `${count} unused for longer than ${service} allows`,
  no_refresh_token: (count, service) => `${count} without a refresh token from ${service}`,
  missing_scopes: (count) => `${count} without scopes that are needed`,
  outcome_unknown: (count) => `${count} after a refresh that got no answer`,
  refresh_refused: (count, service) => `${count} refused by ${service}`,
};

const list = new Intl.ListFormat("en", { type: "unit" });

function reasonsOf({ reasons, provider }: Attention): string {
  const service = provider?.name ?? "the service";
  const said = reasons.map(({ reason, count }) => reasonWords[reason]?.(count, service) ?? reason);
  return said.length === 0 ? "" : `${list.format(said)}.`;
}

/** `, the first 14:31`: when the first token ends; empty where none does. */
const untilFirst = ({ ends_at: at }: Attention) =>
  at === null ? "" : ` The first token expires ${timeInWords(at)}.`;

/** The same of what ends, by its token or its refresh token. */
const untilFirstEnd = ({ ends_at: at }: Attention) =>
  at === null ? "" : ` The first ends ${timeInWords(at)}.`;

type Say = (entry: Attention, service: string, workspaceId: string) => AttentionWords;

/** The connections in question. */
function connections(
  { connector }: Attention,
  workspaceId: string,
  status: "active" | "needs_reauth",
): LinkProps {
  return {
    to: `${workspace}/connections`,
    params: { workspaceId },
    search: { status, connector: connector?.id },
  } as LinkProps;
}

const clientRefused: Say = (entry, service, workspaceId) => ({
  before: `${service} rejects the client credentials of `,
  name: entry.oauth_client?.name ?? "",
  after: ".",
  more: `${entry.since === null ? "" : `No refresh has worked since ${onDay(entry.since)}. `}${counted(entry.count, "connection")} ${entry.count === 1 ? "is" : "are"} served until the tokens expire.${untilFirst(entry)}`,
  icon: "fails",
  tone: "fail",
  act: {
    text: "Replace the secret",
    link: {
      to: `${workspace}/connectors/$connectorId`,
      params: { workspaceId, connectorId: entry.connector?.id ?? "" },
      search: { dialog: "secret" },
    } as LinkProps,
  },
});

const shared: Say = (entry, service, workspaceId) => ({
  before: "",
  name: entry.app?.name ?? "An app",
  after: `’s shared ${service} account must be reconnected.`,
  more: `${reasonOf({ reason: entry.reasons[0]?.reason ?? null }, service)}${entry.since === null ? "" : ` There has been no token for it since ${onDay(entry.since)}.`}`,
  icon: "person",
  tone: "user",
  act: {
    text: `Reconnect ${service}`,
    link: {
      to: `${workspace}/apps/$appId/integrations`,
      params: { workspaceId, appId: entry.app?.id ?? "" },
      search: { dialog: "reconnect", type: entry.connector?.type },
    } as LinkProps,
  },
});

function showThem({ count, at_least: atLeast }: Attention): string {
  if (atLeast) return "Show them";
  return count === 1 ? "Show the connection" : `Show the ${count}`;
}

const peopleMust: Say = (entry, _service, workspaceId) => ({
  before: `${people(entry)} must reconnect `,
  name: entry.connector?.name ?? "",
  after: ".",
  more: reasonsOf(entry),
  icon: "person",
  tone: "user",
  act: {
    text: showThem(entry),
    link: connections(entry, workspaceId, "needs_reauth"),
  },
});

const away: Say = (entry, service, workspaceId) => ({
  before: `${service} does not answer.`,
  name: "",
  after: "",
  more: `${entry.since === null ? "" : `A refresh worked last ${timeInWords(entry.since)}. `}${counted(entry.count, "refresh is", "refreshes are")} waiting and tried again.${untilFirst(entry)}`,
  icon: "wave",
  tone: "fail",
  act: { text: "Show them", link: connections(entry, workspaceId, "active") },
});

const unknown: Say = (entry, service, workspaceId) => ({
  before: `${counted(entry.count, "refresh", "refreshes")} at ${service} ${entry.count === 1 ? "was" : "were"} sent and got no answer.`,
  name: "",
  after: "",
  more: "The current tokens are served to their end; then the refresh is tried again.",
  icon: "waits",
  tone: "fail",
  act: { text: "Show them", link: connections(entry, workspaceId, "active") },
});

const originRefused: Say = (entry, _service, workspaceId) => ({
  before: "A page at ",
  name: entry.origin ?? "",
  after: ` tries to use ${entry.app?.name ?? "an app"}, but this origin is not allowed.`,
  more: entry.since === null ? "" : `The first time was ${timeInWords(entry.since)}.`,
  icon: "app",
  tone: "soon",
  act: {
    text: "Allow this origin",
    link: {
      to: `${workspace}/apps/$appId/origins`,
      params: { workspaceId, appId: entry.app?.id ?? "" },
    } as LinkProps,
  },
});

const endsSoon: Say = (entry, service, workspaceId) => ({
  before: `${beginning(countedTo(many(entry), "connection"))} of `,
  name: entry.connector?.name ?? "",
  after: ` ${entry.count === 1 ? "ends" : "end"} within 7 days.`,
  more: `${service} gave nothing to refresh with beyond that: people must reconnect before then.${untilFirstEnd(entry)}`,
  icon: "clock",
  tone: "soon",
  act: {
    text: "Show them",
    link: {
      to: `${workspace}/connections`,
      params: { workspaceId },
      search: { connector: entry.connector?.id, ends: "7" },
    } as LinkProps,
  },
});

const credential: Say = (entry, _service, workspaceId) => {
  const {
    kind,
    name = "",
    last_used_at: used,
  } = entry.credential ?? { kind: "", last_used_at: null };
  const isToken = kind === "service_token";
  return {
    before: isToken ? `A service token of ${entry.app?.name ?? "an app"}, ` : "The workspace key ",
    name: `“${name}”`,
    after: `${isToken ? "," : ""} ends ${entry.ends_at === null ? "soon" : timeInWords(entry.ends_at)}.`,
    more: used === null ? "" : `It was last used ${timeInWords(used)}.`,
    icon: "key",
    tone: "soon",
    act: isToken
      ? {
          text: "Replace it",
          link: {
            to: `${workspace}/apps/$appId/service-tokens`,
            params: { workspaceId, appId: entry.app?.id ?? "" },
          } as LinkProps,
        }
      : null,
  };
};

const switchedOff: Say = (entry, service, workspaceId) => ({
  before:
    entry.owner === "app"
      ? `Shared connections to ${service} are not allowed here, but `
      : `People’s connections to ${service} are not allowed here, but `,
  name: countedTo(many(entry), "connection"),
  after: entry.count === 1 ? " exists." : " exist.",
  more: entry.count === 1 ? "It gives no tokens." : "They give no tokens.",
  icon: "struck",
  tone: "soon",
  act: { text: "Show them", link: connections(entry, workspaceId, "active") },
});

const onlyOwner: Say = (_entry, _service, workspaceId) => ({
  before: "The workspace has one owner only.",
  name: "",
  after: "",
  more: "If that account is lost, only whoever has the server’s machine can help.",
  icon: "people",
  tone: "soon",
  act: {
    text: "Add a second owner",
    link: {
      to: `${workspace}/people`,
      params: { workspaceId },
      search: { dialog: "invite" },
    } as LinkProps,
  },
});

const secondFactor: Say = ({ count }, _service, workspaceId) => ({
  before: `${counted(count, "owner or admin", "owners and admins")} ${count === 1 ? "signs" : "sign"} in with only a password.`,
  name: "",
  after: "",
  more: "Whoever learns it can do everything here. An authenticator app asks for a code as well.",
  icon: "people",
  tone: "soon",
  act: {
    text: "Show people",
    link: { to: `${workspace}/people`, params: { workspaceId } } as LinkProps,
  },
});

const says: Readonly<Record<string, Say>> = {
  client_refused: clientRefused,
  shared_connection: shared,
  people: peopleMust,
  provider_away: away,
  outcome_unknown: unknown,
  origin_refused: originRefused,
  ends_soon: endsSoon,
  credential_ends: credential,
  switched_off: switchedOff,
  only_owner: onlyOwner,
  second_factor: secondFactor,
};

/** Its words; null for a kind that a newer server knows. */
export function attentionWords(entry: Attention, workspaceId: string): AttentionWords | null {
  return says[entry.kind]?.(entry, entry.provider?.name ?? "the service", workspaceId) ?? null;
}

const small = [
  "Nothing",
  "One thing",
  "Two things",
  "Three things",
  "Four things",
  "Five things",
  "Six things",
  "Seven things",
  "Eight things",
  "Nine things",
];

/** The server lists the most urgent ones, at most so many. */
export const attentionMax = 100;

/** `Six things need your attention.` */
export function attentionSummary(count: number): string {
  if (count >= attentionMax) return `At least ${count} things need your attention.`;
  const what = small[count] ?? `${count} things`;
  return `${what} ${count <= 1 ? need(1) : need(2)} your attention.`;
}
