/** Entries of a connection's timeline as sentences. */
import type { Schemas } from "../api/client.ts";
import type { IconName } from "../parts/icon.tsx";
import { atBeginning, doerOf } from "./audit.ts";
import { reasonOf, revocationInWords } from "./connection.ts";
import { counted } from "./plural.ts";
import { onDay } from "./time.ts";

export type TimelineEntry = Schemas["TimelineEntry"];

/** Between whom and what it happened. */
export interface Names {
  /** Who has the connection: the user, or the operators of a shared one. */
  readonly who: string;
  readonly app: string;
  /** Google. */
  readonly provider: string;
  /** As the workspace calls the connector. */
  readonly connector: string;
}

/** An entry as it is shown. */
export interface Told {
  readonly text: string;
  readonly more?: string;
  readonly icon: IconName;
  /** Of the icon's colour. */
  readonly tone: "ok" | "user" | "deg" | "fail" | "none";
}

/** Which entries a filter shows; null: all. */
export const shownKinds = {
  problems: new Set([
    "consent_failed",
    "consent_left",
    "refresh_failed",
    "refresh_unanswered",
    "needs_reauth",
    "ends_soon",
  ]),
  changes: new Set([
    "connected",
    "reconnected",
    "account_replaced",
    "resumed",
    "disconnected",
    "connector_changed",
    "policy_changed",
  ]),
} as const;

const times = (count: number) => (count > 1 ? ` ${counted(count, "time")}` : "");
const granted = ({ details }: TimelineEntry): string | undefined => {
  const { granted: had, requested, added } = details;
  if (had === undefined || requested === undefined) return undefined;
  const also = added === undefined ? "" : ` New: ${added}.`;
  return `${had} of ${counted(Number(requested), "scope")} granted.${also}`;
};
const actorOf = ({ actor }: TimelineEntry) => (actor === null ? "An operator" : doerOf(actor));
/** Who gave or refused a consent. */
const personOf = ({ details }: TimelineEntry, { who }: Names) => atBeginning(details["by"] ?? who);
const withMore = (more: string | undefined) => (more === undefined ? {} : { more });

/** Failures of consents that are not the provider's. */
const consentFailures: Readonly<Record<string, (names: Names) => string>> = {
  missing_scopes: ({ app }) => `not everything that ${app} needs was granted.`,
  state_invalid: () => "the answer belonged to no consent that was under way.",
  browser_mismatch: () => "it was finished in another browser than it was begun in.",
  provider_unavailable: ({ provider }) => `${provider} did not answer.`,
  provider_answer_invalid: ({ provider }) => `${provider}’s answer could not be read.`,
  connector_misconfigured: ({ provider, connector }) =>
    `${provider} rejected the credentials of “${connector}”.`,
  scopes_forbidden: () => "the workspace does not allow a scope.",
  database_unavailable: () => "the database was away.",
  nothing_to_choose: () => "the account has nothing to choose from.",
};

function consentFailed(entry: TimelineEntry, names: Names): Told {
  const { provider } = names;
  const person = personOf(entry, names);
  const often = times(entry.count);
  if (entry.code === "access_denied") {
    return { text: `${person} declined at ${provider}${often}.`, icon: "struck", tone: "none" };
  }
  if (entry.code === "account_mismatch") {
    return {
      text: `${person} tried to reconnect with another account${often}. Nothing changed.`,
      icon: "struck",
      tone: "none",
    };
  }
  const why = consentFailures[entry.code ?? ""]?.(names) ?? `${entry.code ?? "unknown"}.`;
  return { text: `Connecting failed${often}: ${why}`, icon: "fails", tone: "fail" };
}

function refreshFailed({ code, count }: TimelineEntry, names: Names): Told {
  const { provider, connector } = names;
  if (code === "connector_misconfigured") {
    return {
      text: `${provider} rejected the credentials of “${connector}”${times(count)}.`,
      icon: "fails",
      tone: "fail",
    };
  }
  if (code === "provider_unavailable") {
    return {
      text: `${provider} did not refresh it${times(count)}: it did not answer, or asked to wait.`,
      icon: "wave",
      tone: "deg",
    };
  }
  return { text: `A refresh failed${times(count)}.`, more: code ?? "", icon: "wave", tone: "deg" };
}

const sentences: Readonly<Record<string, (entry: TimelineEntry, names: Names) => Told>> = {
  connected: (entry, names) => {
    const { account } = entry.details;
    return {
      text: `${personOf(entry, names)} connected ${account ?? "an account"}.`,
      ...withMore(granted(entry)),
      icon: "works",
      tone: "ok",
    };
  },
  reconnected: (entry, names) => ({
    text: `${personOf(entry, names)} reconnected the same account${times(entry.count)}.`,
    ...withMore(granted(entry)),
    icon: "works",
    tone: "ok",
  }),
  account_replaced: (entry, names) => {
    const { account } = entry.details;
    const { provider } = names;
    const old = entry.receipt && revocationInWords(entry.receipt.result, provider);
    return {
      text: `${personOf(entry, names)} connected ${account ?? "another account"} in place of the one before.`,
      ...withMore([granted(entry), old].filter((one) => one != null && one !== "").join(" ")),
      icon: "works",
      tone: "ok",
    };
  },
  consent_failed: consentFailed,
  consent_left: (entry, names) => ({
    text: `${personOf(entry, names)} started to connect and did not finish${times(entry.count)}.`,
    icon: "waits",
    tone: "none",
  }),
  refreshed: (entry, { app, provider }) =>
    entry.code === "reported"
      ? {
          text: `${app}’s backend reported that ${provider}’s API refused the token${times(entry.count)}; a refresh worked.`,
          icon: "refresh",
          tone: "deg",
        }
      : {
          text:
            entry.count === 1
              ? "A refresh worked."
              : `${counted(entry.count, "refresh", "refreshes")} worked.`,
          icon: "refresh",
          tone: "ok",
        },
  refresh_failed: refreshFailed,
  refresh_unanswered: ({ count, code }, { provider }) => ({
    text: `${count === 1 ? "A refresh" : counted(count, "refresh", "refreshes")} got no answer from ${provider}.`,
    more:
      code === "lease_lapsed"
        ? "The server stopped while it waited. The earlier token is used as long as it works."
        : "The earlier token is used as long as it works.",
    icon: "wave",
    tone: "deg",
  }),
  needs_reauth: (entry, { who, provider }) => {
    const reason = entry.code ?? entry.details["reason"] ?? null;
    return {
      text: `${who} must reconnect. ${reasonOf({ reason } as Parameters<typeof reasonOf>[0], provider)}`.trim(),
      ...withMore(reason ?? undefined),
      icon: "person",
      tone: "user",
    };
  },
  ends_soon: ({ details }) => {
    const at = Number(details["ends_at"]);
    const end = Number.isFinite(at) ? ` on ${onDay(at * 1_000)}` : " soon";
    return { text: `The connection ends${end}; this was announced.`, icon: "clock", tone: "deg" };
  },
  resumed: () => ({ text: "It works again: the grant was not over.", icon: "works", tone: "ok" }),
  disconnected: (entry, { who, provider, app }) => ({
    text:
      entry.actor === null
        ? `${who} disconnected, or ${app} did.`
        : entry.actor.kind === "app_user"
          ? `${who} disconnected.`
          : `${actorOf(entry)} disconnected it.`,
    ...withMore(entry.receipt ? revocationInWords(entry.receipt.result, provider) : undefined),
    icon: "struck",
    tone: "none",
  }),
  refresh_requested: (entry) => ({
    text: `${actorOf(entry)} asked for a refresh.`,
    icon: "refresh",
    tone: "none",
  }),
  retry_requested: (entry) => ({
    text: `${actorOf(entry)} tried it once more.`,
    icon: "refresh",
    tone: "none",
  }),
  check_requested: (entry, { provider }) => ({
    text: `${actorOf(entry)} asked ${provider} whether the grant is still valid.`,
    icon: "search",
    tone: "none",
  }),
  reconnect_requested: (entry, { who }) => ({
    text: `${actorOf(entry)} made a link for ${who} to reconnect.`,
    more: "It works once, for this account, for a week.",
    icon: "link",
    tone: "none",
  }),
  connector_changed: (entry, { connector }) => ({
    text: `${actorOf(entry)} changed the connector “${connector}”; this connection keeps what it has.`,
    ...withMore(
      entry.details["changed"] === undefined
        ? undefined
        : `Changed: ${entry.details["changed"].replaceAll("_", " ")}.`,
    ),
    icon: "plug",
    tone: "none",
  }),
  policy_changed: (entry, { connector }) => ({
    text:
      entry.details["allowed"] === "false"
        ? `${actorOf(entry)} no longer allows ${connector} here; it gives no tokens.`
        : `${actorOf(entry)} changed what is allowed here; ${connector} is.`,
    icon: "list",
    tone: "none",
  }),
};

/** The sentence of an entry; of a kind of a newer server, its own words. */
export function toldOf(entry: TimelineEntry, names: Names): Told {
  const told = sentences[entry.kind]?.(entry, names);
  return told ?? { text: entry.kind.replaceAll("_", " "), icon: "list", tone: "none" };
}
