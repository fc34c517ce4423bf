/**
 * Servers with one defence taken out: what stands in its place, by the defence's name. Whoever shows that an
 * attack can succeed starts a world with one of them (`startWorld({ weakened })`).
 */
import type { AppInput } from "@grantry/server/app";
import { functionRequestHeaders } from "@grantry/server/service/functions/headers";
import { guessing, reached, refuseWhere } from "@grantry/server/service/limits/guesses";
import { createLimitsParts } from "@grantry/server/service/limits/parts";
import { policyNames } from "@grantry/server/service/limits/policies";
import { takeByState } from "@grantry/server/store/authorizations";
import { type ConnectorAddress, findConnector } from "@grantry/server/store/connectors";
import type { Store } from "@grantry/server/store/store";
import { findUsed } from "@grantry/server/store/used-authorizations";
import { decodeJwt } from "jose";
import { anyAnswer, uncleanedWords } from "./weakened-answers.ts";
import { edges } from "./weakened-edge.ts";
import { endlessAnswers, everywhere, followed, ofAnyIssuer } from "./weakened-reach.ts";
import { believedSignIn } from "./weakened-sign-in.ts";

type Weakened = NonNullable<AppInput["weakened"]>;
type Defences = NonNullable<Weakened["defences"]>;

/** An answer counts again and again. */
const everyTime: Defences["takeByState"] = async (store, state) =>
  (await takeByState(store, state)) ?? (await findUsed(store, { state }));

/** A connector is found by its id, whoever's it is. */
const ofAnyTenant: Defences["findConnector"] = async (store, app, address) =>
  (await findConnector(store, app, address)) ??
  (await findConnector(store, { ...app, workspaceId: await workspaceOf(store, address) }, address));

async function workspaceOf({ db }: Store, address: ConnectorAddress): Promise<string> {
  if (address.kind !== "id") return "";
  const found = await db
    .selectFrom("connectors")
    .select("workspace_id")
    .where("connector_id", "=", address.connectorId)
    .executeTakeFirst();
  return found?.workspace_id ?? "";
}

/** What a token says of itself is believed. */
const believed = (async (token: string) => ({
  payload: decodeJwt(token),
  protectedHeader: { alg: "ES256" },
})) as unknown as NonNullable<Defences["jwtVerify"]>;

/** The caller's headers pass, and win. */
const allHeaders: NonNullable<Defences["functionRequestHeaders"]> = (sent, identity, hasBody) => {
  const named = Object.entries(sent).filter(
    ([name, value]) =>
      typeof value === "string" &&
      !/^(?:host|connection|content-length|transfer-encoding|authorization)$/.test(name),
  );
  return {
    ...functionRequestHeaders(sent, identity, hasBody),
    ...(Object.fromEntries(named) as Record<string, string>),
  };
};

/** Calls come as often as they like. */
const anyFlood: NonNullable<Defences["createLimitsParts"]> = (input) => {
  const overrides = policyNames.map((policy) => ({ appId: null, policy, rate: null }));
  return createLimitsParts({ ...input, overrides });
};

/** Wrong keys and tokens are not counted. */
const anyGuess: NonNullable<Defences["createLimitsParts"]> = (input) => {
  const { limits } = createLimitsParts(input);
  const credentials = { ...limits.credentials, requireMayTry: () => {}, refused: async () => {} };
  return { limits: { ...limits, credentials } };
};

/** Where too many were wrong, what comes is refused before it is looked at. */
const unseen: NonNullable<Defences["guessing"]> = async (context, limits, tried) => {
  refuseWhere(context, await reached(context, limits));
  return await guessing(context, limits, tried);
};

const service = (defences: Defences): Weakened => ({ defences });

/** What each defence is, in a sentence, and the server without it. */
export const defences = {
  same_browser: {
    is: "An answer counts in the browser that left",
    without: service({ isBoundBrowser: () => true }),
  },
  app_completion: {
    is: "What an app completes counts by its code and verifier",
    without: service({ isProven: () => true }),
  },
  deliberate_confirmation: {
    is: "Who opens a link is asked, and nothing happens before they press",
    without: { edge: edges.confirmsItself },
  },
  own_redirect_uri: {
    is: "An answer counts at the redirect URI of its own client",
    without: service({ isItsRedirectUri: () => true }),
  },
  unmixed_clients: {
    is: "Clients whose answers cannot be told apart share no redirect URI",
    without: service({ findMixUps: async () => [] }),
  },
  checked_answer: {
    is: "An answer names its issuer and repeats nothing",
    without: service({ checkAuthorizationResponse: anyAnswer }),
  },
  pkce: { is: "A code is bound to its attempt by PKCE", without: { edge: edges.noChallenge } },
  state_once: { is: "A state is used once", without: service({ takeByState: everyTime }) },
  return_urls: {
    is: "People are sent back to the app's origins alone",
    without: service({ checkReturnUrl: (_app, asked) => asked }),
  },
  tenant_lookup: {
    is: "What is named is looked for in the caller's own workspace",
    without: service({ findConnector: ofAnyTenant }),
  },
  one_message_origin: {
    is: "The popup's message goes to one origin",
    without: { edge: edges.messagesForAll },
  },
  no_frames: { is: "No other site frames a page", without: { edge: edges.frames } },
  unhurried_press: {
    is: "A page takes no press that approves before it was seen for a second",
    without: { edge: edges.hurried },
  },
  known_proxies: {
    is: "Known proxies alone say whose address it is",
    without: { edge: edges.anyProxy },
  },
  checked_sign_in: {
    is: "A company's ID token is for this server and sign-in, by the provider's own keys",
    without: service({ openIdProvider: believedSignIn, openReach: ofAnyIssuer }),
  },
  no_prefetch: {
    is: "A browser that looks ahead is refused",
    without: { edge: edges.looksAhead },
  },
  escaping: { is: "Texts of others are escaped", without: { edge: edges.unescaped } },
  content_policy: {
    is: "A page runs no script but its own (CSP)",
    without: { edge: edges.noPolicy },
  },
  cleaned_words: {
    is: "A provider's words lose what turns or hides text",
    without: service({ checkAuthorizationResponse: uncleanedWords }),
  },
  visible_names: {
    is: "A name that is decided by loses what turns, hides or floods",
    without: service({ personName: (text) => text }),
  },
  verified_tokens: {
    is: "A user's token is verified by the issuer's keys, for this app",
    without: service({ requireAsymmetric: () => "ES256", jwtVerify: believed }),
  },
  own_metadata: {
    is: "Metadata of another issuer is not used",
    without: service({ openReach: ofAnyIssuer }),
  },
  public_addresses: {
    is: "Calls reach public addresses alone",
    without: service({ openReach: everywhere }),
  },
  no_redirects: { is: "Redirects are not followed", without: service({ openReach: followed }) },
  bounded_answers: {
    is: "No more than a megabyte of an answer is read",
    without: service({ openReach: endlessAnswers }),
  },
  function_headers: {
    is: "A function hears of its caller from the server alone",
    without: service({ functionRequestHeaders: allHeaders }),
  },
  one_host: { is: "A request has one Host", without: { edge: edges.anyHosts } },
  limited_floods: {
    is: "Calls come only so often",
    without: service({ createLimitsParts: anyFlood }),
  },
  limited_guesses: {
    is: "An address guesses keys and tokens only so often",
    without: service({ createLimitsParts: anyGuess }),
  },
  looked_at_first: {
    is: "A link or state that is right counts, however many were wrong from its address",
    without: service({ guessing: unseen }),
  },
  known_devices: {
    is: "Strangers' tries do not count against a browser that an account knows",
    without: service({ knownDevice: async () => null }),
  },
} satisfies Record<string, { readonly is: string; readonly without: Weakened }>;

export type DefenceName = keyof typeof defences;

/** The server without all of these. */
export function without(names: readonly DefenceName[]): Weakened {
  const taken: Weakened[] = names.map((name) => defences[name].without);
  return {
    defences: Object.assign({}, ...taken.map((one) => one.defences ?? {})),
    edge: (http) => {
      for (const one of taken) one.edge?.(http);
    },
  };
}
