/** What to say of a step that failed, to the operator who can mend it. */
import { ProviderError } from "../../../provider/provider-error.ts";
import type { TestStepName } from "../../../store/authorizations.ts";
import { providerWordsOf } from "../../providers/index.ts";

export interface Explained {
  readonly detail: string;
  readonly remedy: string | null;
}

/** The parties that the words name. */
export interface Named {
  /** Who runs the authorization server, as people call it. */
  readonly provider: string;
  /** What is connected, as people call it. */
  readonly service: string;
  readonly redirectUri: string;
}

type FailingStep = Exclude<TestStepName, "redirect_uri" | "scopes" | "revocation">;

/** A step that failed by what the provider did. Anything else is thrown on: it is no word about the connector. */
export function explain(step: FailingStep, thrown: unknown, named: Named): Explained {
  if (!(thrown instanceof ProviderError)) throw thrown;
  const { detail, remedy } = isAway(thrown) ? awayWords(step, named) : words[step](thrown, named);
  return { detail: detail + inItsWords(thrown, named), remedy };
}

function isAway({ kind }: ProviderError): boolean {
  return kind === "transient" || kind === "no_answer";
}

function awayWords(step: FailingStep, { provider, service }: Named): Explained {
  const who = step === "api_call" ? `The API of ${service}` : provider;
  return { detail: `${who} did not answer as it should.`, remedy: "Try again in a few minutes." };
}

/** The provider's own words are data of a stranger: they stand in quotation marks. */
function inItsWords(thrown: ProviderError, { provider }: Named): string {
  const said = providerWordsOf(thrown);
  if (said === null) return thrown.status === null ? "" : ` The answer was HTTP ${thrown.status}.`;
  const more = said.description === null ? "" : `: ${said.description}`;
  return ` ${provider} says: “${said.code}${more}”.`;
}

const words: Readonly<Record<FailingStep, (thrown: ProviderError, named: Named) => Explained>> = {
  consent: consentWords,
  response: responseWords,
  code_exchange: exchangeWords,
  account: (thrown, { provider }) => ({
    detail:
      thrown.reason === "no_account_id"
        ? `${provider} did not say whose account it is.`
        : `${provider} refused to say whose account it is.`,
    remedy:
      "Ask for a scope by which the account may be read, and see to it that the API behind it is switched on for the client.",
  }),
  api_call: apiWords,
};

function consentWords({ kind, providerCode }: ProviderError, named: Named): Explained {
  const { provider, redirectUri } = named;
  if (kind === "denied") {
    return {
      detail: `The access was not given at ${provider}.`,
      remedy:
        "Test again, and allow everything. Where an administrator decides, ask them to approve the client.",
    };
  }
  const detail = `${provider} refused to ask for consent.`;
  if (providerCode === "invalid_scope") {
    return {
      detail,
      remedy: `One of the scopes is not known to ${provider}, or not switched on for this client. Compare them with the client's registration.`,
    };
  }
  if (providerCode === "redirect_uri_mismatch") return { detail, remedy: addRedirectUri(named) };
  return {
    detail,
    remedy: `Compare the client's registration at ${provider} with what the connector says: client ID, scopes, and the redirect URI ${redirectUri}.`,
  };
}

function addRedirectUri({ provider, redirectUri }: Named): string {
  return `Add this redirect URI to the client at ${provider}, exactly as it stands: ${redirectUri}`;
}

function responseWords({ reason }: ProviderError, { provider }: Named): Explained {
  return reason === "issuer_mismatch"
    ? {
        detail: `The answer names another issuer than that of ${provider}, so it was not used.`,
        remedy:
          "Somebody may have put another provider in its place, or the entry of the provider names the wrong issuer.",
      }
    : {
        detail: `${provider} sent the person back with an answer that cannot be used.`,
        remedy:
          "Test again. If it stays so, the entry of the provider does not describe it rightly.",
      };
}

function exchangeWords(thrown: ProviderError, named: Named): Explained {
  const { provider } = named;
  const { kind, providerCode, reason } = thrown;
  if (providerCode === "redirect_uri_mismatch") {
    return {
      detail: `${provider} does not know this redirect URI.`,
      remedy: addRedirectUri(named),
    };
  }
  if (reason === "address_refused") {
    return {
      detail: `The token endpoint of ${provider} is an address that this server may not call.`,
      remedy:
        "Whoever runs the server can allow a private origin for this workspace, or list the host where only listed ones may be called.",
    };
  }
  if (kind === "client_fault") {
    return {
      detail: `${provider} does not accept this client ID with this client secret.`,
      remedy: `Copy both anew from the client's page at ${provider}, and replace the secret here.`,
    };
  }
  if (kind === "dead_grant") {
    return {
      detail: `${provider} did not take the code.`,
      remedy: `Test again. If it stays so, compare the redirect URI of the client at ${provider} with ${named.redirectUri}`,
    };
  }
  return {
    detail: `${provider} answered the exchange of the code with what cannot be used.`,
    remedy: "Test again. If it stays so, the entry of the provider does not describe it rightly.",
  };
}

function apiWords({ status }: ProviderError, { provider, service }: Named): Explained {
  const detail = `The API of ${service} refused the first call.`;
  if (status === 401 || status === 403) {
    return {
      detail,
      remedy: `See to it that the API of ${service} is switched on for the client at ${provider}, and that the account may use it.`,
    };
  }
  return {
    detail,
    remedy: `The status of the answer says more; ${service}'s documentation has it.`,
  };
}

/** Nobody was sent back: all that can be said is what usually keeps people there. */
export function neverCameBack(named: Named): Explained {
  return {
    detail: `${named.provider} sent nobody back within ten minutes. If it showed an error in place of its consent page, it may not know this redirect URI.`,
    remedy: addRedirectUri(named),
  };
}
