/** Why a consent failed, in words for whoever sees it, and whether trying again can help. */
import type { ErrorCode } from "@grantry/contract/errors";
import type { Parties } from "../../service/connect/index.ts";
import type { Language } from "./language.ts";
import type { Html } from "./page.ts";

type Reason =
  | "reasonScopes"
  | "reasonOtherAccount"
  | "reasonNothing"
  | "reasonSetUp"
  | "reasonSetting"
  | "reasonNotAllowed"
  | "reasonAway"
  | "reasonRefused"
  | "reasonAnswer"
  | "reasonBrowser"
  | "reasonExpired"
  | "reasonServer";

const reasons: { readonly [Code in ErrorCode]?: Reason } = {
  missing_scopes: "reasonScopes",
  account_mismatch: "reasonOtherAccount",
  nothing_to_choose: "reasonNothing",
  connector_misconfigured: "reasonSetUp",
  connector_not_found: "reasonSetUp",
  scopes_invalid: "reasonSetUp",
  connection_config_invalid: "reasonSetting",
  scopes_forbidden: "reasonNotAllowed",
  user_connections_disabled: "reasonNotAllowed",
  shared_connections_disabled: "reasonNotAllowed",
  workspace_frozen: "reasonNotAllowed",
  provider_unavailable: "reasonAway",
  authorization_failed: "reasonRefused",
  provider_answer_invalid: "reasonAnswer",
  callback_invalid: "reasonAnswer",
  issuer_mismatch: "reasonAnswer",
  browser_mismatch: "reasonBrowser",
  state_invalid: "reasonExpired",
  connect_link_invalid: "reasonExpired",
  internal: "reasonServer",
  database_unavailable: "reasonServer",
};

/** What nobody at this browser can change. */
const lasting: ReadonlySet<Reason | undefined> = new Set<Reason>([
  "reasonSetUp",
  "reasonSetting",
  "reasonNotAllowed",
  "reasonBrowser",
]);

/** Whether another attempt may end otherwise. */
export function mayHelpAgain(code: ErrorCode): boolean {
  return !lasting.has(reasons[code]);
}

/** Whether it is known what came of an attempt that failed so: not where something broke here. */
export function isKnown(code: ErrorCode): boolean {
  return reasons[code] !== "reasonServer";
}

/** Whether what ended for this reason may be connected again, by the person alone. */
export function mayConnectAgain(code: ErrorCode): boolean {
  return code === "not_connected" || code === "needs_reauth";
}

/** The reason in a sentence or two, with what the person can do. */
export function reasonOf(code: ErrorCode, parties: Parties, { say }: Language): Html {
  const reason = reasons[code];
  const { appName: app, service } = parties;
  if (reason === undefined) return say("reasonOther");
  switch (reason) {
    case "reasonBrowser":
    case "reasonExpired":
    case "reasonServer":
      return say(reason);
    case "reasonScopes":
    case "reasonOtherAccount":
    case "reasonSetting":
      return say(reason, { app });
    default:
      if (service === null) return say("reasonOther");
      return reason === "reasonAway" || reason === "reasonRefused" || reason === "reasonAnswer"
        ? say(reason, { provider: service.providerName })
        : say(reason, { app, provider: service.providerName });
  }
}
