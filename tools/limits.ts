/** The bounds on docs/limits.md, each made of the program's own number: by section, what is bounded and how. */

import { type PolicyName, policies, rooms } from "../packages/server/src/service/limits/index.ts";
import { mailsPerDay } from "../packages/server/src/service/mail/index.ts";
import { ownDocument } from "./api-document/document.ts";
import { counted, duration, numberIn, size } from "./constants.ts";

const inServer = (file: string, name: string) => numberIn(`packages/server/src/${file}.ts`, name);
const s = (file: string, name: string) => duration(inServer(file, name));
const ms = (file: string, name: string) => duration(inServer(file, name) / 1_000);
const bytes = (file: string, name: string) => size(inServer(file, name));
const n = (file: string, name: string) => inServer(file, name).toLocaleString("en");
const letters = (file: string, name: string) => counted(inServer(file, name), "character");

const document: unknown = ownDocument();

/** A number of the OpenAPI document, by the members that lead to it. */
function api(...path: string[]): number {
  const found = path.reduce<unknown>((node, name) => {
    if (typeof node !== "object" || node === null) return undefined;
    return new Map(Object.entries(node)).get(name);
  }, document);
  if (typeof found !== "number") throw new Error(`the document has no number at ${path.join(".")}`);
  return found;
}
const of = (schema: string, ...path: string[]) => api("components", "schemas", schema, ...path);
const member = (schema: string, name: string, ...path: string[]) =>
  of(schema, "properties", name, ...path);
const lettersOf = (schema: string, name: string, ...path: string[]) =>
  counted(member(schema, name, ...path, "maxLength"), "character");
const branding = (name: string) =>
  counted(member("UpdateAppRequest", "branding", "properties", name, "maxLength"), "character");

const engine = "service/engine/settings";
const functions = "service/functions/settings";
const accounts = "service/accounts";
const webhook = "service/trail/shipping/webhook-sink";

const room = (name: keyof typeof rooms) => rooms[name].max.toLocaleString("en");

function rate(name: PolicyName): string {
  const { quota, seconds } = policies[name];
  return `${quota.toLocaleString("en")} in ${duration(seconds)}`;
}

/** By section of the page, by row: the bound. */
export const limits: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Requests: {
    "body, as JSON": bytes("http/server", "bodyBytesMax"),
    "levels of a body": n("lib/json", "depthMax"),
    "values in a body": n("lib/json", "valuesMax"),
    "body of a page's form": bytes("http/accounts/page-part", "formBytesMax"),
    "body of `/oauth/…`": bytes("http/server", "oauthBodyBytesMax"),
    "body with a custom provider": bytes("http/v1/provider-operations", "entryBytesMax"),
    "body of a call of a function": bytes(functions, "bodyBytesMax"),
    "a body that is refused as too large, and still read to its end": bytes(
      "http/edge-rules",
      "restBytesMax",
    ),
    "head: address and all headers": bytes("http/server", "headBytesMax"),
    "an id in an address, as it is sent": letters("http/server", "idCharactersMax"),
    "until the whole request has come": ms("http/server", "requestTimeoutMs"),
    "callers that the system keeps waiting for a process": n(
      "http/server",
      "waitingConnectionsMax",
    ),
    "faults of a body or query that are told at once": n("http/v1/faults", "faultsMax"),
    "how long an `Idempotency-Key` is known": s("service/idempotency/answer-once", "keptSeconds"),
    "how long a call waits for the first with its `Idempotency-Key`": ms(
      "store/idempotency-keys",
      "waitMs",
    ),
    "how long a browser keeps the answer to a preflight": s("http/cors", "maxAgeSeconds"),
  },
  "Lists and many things at once": {
    "`limit` of a list": `${member("SearchConnectionsRequest", "limit", "default")}, at most ${member("SearchConnectionsRequest", "limit", "maximum")}`,
    "`cursor`": lettersOf("SearchConnectionsRequest", "cursor"),
    "`query` of connections": lettersOf("SearchWorkspaceConnectionsRequest", "query"),
    "`filter.ids` of an operation": `${member("CreateOperationRequest", "filter", "properties", "ids", "maxItems").toLocaleString("en")} connections`,
    "connections that are counted exactly": n("store/bounded-counts", "countedMax"),
    "connections of a step of an operation": n("service/operations/run", "stepMax"),
    "rows that a new encryption key seals anew in one step": n(
      "service/operations/rotate-key",
      "pageRows",
    ),
    "rows of a table in which sealed values are counted": n("store/bounded-counts", "countedMax"),
    "freezes that stand in a workspace, but for those of one user": n(
      "service/operations/freeze",
      "wideMax",
    ),
    "operations that a process carries out at once": n("service/operations/run", "concurrentMax"),
    "connections that a call of `moveUsers` looks at": String(
      member("MoveUsersRequest", "limit", "maximum"),
    ),
    "policies in a call of `updatePolicies`": String(
      member("UpdatePoliciesRequest", "policies", "maxItems"),
    ),
    "users of one id that `searchUsers` finds": n("store/app-users", "sameIdMax"),
    "entries of the attention": n("service/overview/attention", "shownMax"),
    "how long an entry of the attention is set aside": s(
      "service/overview/ignore",
      "ignoredSeconds",
    ),
    "sessions that are listed": n("service/accounts/own-sessions", "sessionsMax"),
  },
  "Apps and connectors": {
    "apps of a workspace": room("apps"),
    "connectors of a workspace": room("connectors"),
    "OAuth clients of a workspace": room("oauthClients"),
    "members of a workspace": room("members"),
    "service tokens of an app": room("serviceTokens"),
    "keys of a workspace": room("workspaceKeys"),
    "encryption keys of a workspace, for its owner, who replaces the last": n(
      "service/keys/workspace-keys",
      "ownKeysMax",
    ),
    "personal keys of an account": room("personalKeys"),
    "open invitations of a workspace": room("invitations"),
    "origins of an app": String(member("UpdateAppRequest", "origins", "maxItems")),
    "an origin": lettersOf("UpdateAppRequest", "origins", "items"),
    "refused origins that are kept of an app": n("store/refused-origins", "refusedOriginsMax"),
    "identity providers of an app": String(
      member("UpdateAppRequest", "identity_providers", "maxItems"),
    ),
    "keys of an identity provider's key set": n("service/app-users/key-set-answer", "keysMax"),
    "an RSA key of a key set": `${n("service/app-users/key-set-answer", "rsaBitsMax")} bits, its exponent ${n("service/app-users/key-set-answer", "rsaExponentBitsMax")}`,
    "`functions_url`": lettersOf("UpdateAppRequest", "functions_url"),
    "`display_name`": branding("display_name"),
    "`support_url`, `privacy_url`": branding("support_url"),
    "a logo": bytes("service/manage/logo", "logoBytesMax"),
    "a side of a logo": `${inServer("service/manage/logo", "least")} to ${n("service/manage/logo", "most")} pixels`,
    "connectors that a service token is limited to": String(
      member("CreateServiceTokenRequest", "connector_ids", "maxItems"),
    ),
    "custom providers of a workspace": n("store/providers", "providersMax"),
    "id of a custom provider": letters("service/manage/provider-entry", "idCharactersMax"),
    "a client secret": lettersOf("RotateOAuthClientSecretRequest", "client_secret"),
    "signal streams of a workspace": room("signalStreams"),
    "domains of a company's sign-in": String(
      member("PutSignInProviderRequest", "domains", "maxItems"),
    ),
    "how late a change of an app is seen by other processes": ms(
      "service/app-users/app-cache",
      "maxAgeMs",
    ),
  },
  "Names and ids": {
    "names of apps, connectors, keys, workspaces, people": lettersOf("CreateAppRequest", "name"),
    "an operator's email address": lettersOf("CreateInvitationRequest", "email"),
    "an operator's password": `${inServer(`${accounts}/account-input`, "passwordCharactersMin")} to ${letters(`${accounts}/account-input`, "passwordCharactersMax")}`,
    "an app user's id": letters("service/app-users/user-id", "userIdMax"),
    "an app user's email address": letters("service/app-users/readable-text", "emailMax"),
    "an app user's name": letters("service/app-users/readable-text", "nameMax"),
    "of it on a connect page": letters("lib/person-name", "charactersMax"),
    "why a workspace is frozen": lettersOf("FreezeWorkspaceRequest", "reason"),
  },
  Consents: {
    "a connect link, and the consent behind it": s("service/connect/start", "authorizationSeconds"),
    "another attempt from the last page, after the app's call": s(
      "service/connect/start",
      "restartSeconds",
    ),
    "choosing what of an account is connected": s("service/connect/waiting-grant", "waitSeconds"),
    "things that are offered to choose from": n("service/connect/offers", "offersMax"),
    "a link to connect again": s("service/connect/reconnect", "linkSeconds"),
    "a return URL": letters("service/connect/return-url", "urlMax"),
    "native return URLs of an app": member(
      "UpdateAppRequest",
      "native_return_urls",
      "maxItems",
    ).toLocaleString("en"),
    "a consent that waits for the app": s("service/connect/await-app", "waitSeconds"),
    "what an app has proven, until it stands or has failed": s(
      "service/connect/redeem",
      "redeemingSeconds",
    ),
    "a setting's value": letters("provider/settings", "settingCharactersMax"),
    "scopes of a connection": n("lib/scope-bounds", "scopesMax"),
    "a scope": letters("lib/scope-bounds", "scopeCharactersMax"),
    "a provider's answer in the address": letters(
      "oauth/authorization-response",
      "parameterCharactersMax",
    ),
    "parameters of such an answer": n("oauth/authorization-response", "parametersMax"),
    "how long what came of an attempt can be asked for": s("service/upkeep/sweep", "keptSeconds"),
  },
  "Tokens and keys": {
    "`min_ttl`": duration(member("GetTokenRequest", "min_ttl", "maximum")),
    "margin before a token's end, at most": s("service/engine/token-set", "marginMaxSeconds"),
    "lifetime of a token with a refresh token, where none is stated": s(
      "service/engine/token-set",
      "assumedLifetimeSeconds",
    ),
    "a user token of this server": `${s("service/app-users/own-tokens", "defaultLifetimeSeconds")}, at most ${duration(member("CreateUserTokenRequest", "expires_in", "maximum"))}`,
    "how wrong the clock of an identity provider may be": s(
      "service/app-users/authenticate",
      "clockToleranceSeconds",
    ),
    "how long a key set is used": `${ms("service/app-users/key-sets", "freshMs")}; while its address is away, ${ms("service/app-users/key-sets", "usableMs")}`,
    "a service token that a function gets": s(functions, "tokenSeconds"),
    "a service token": `for ever, unless an end is given; in days at most ${member("CreateServiceTokenRequest", "expires_in_days", "maximum").toLocaleString("en")}`,
    "a workspace key": `${counted(member("CreateWorkspaceKeyRequest", "expires_in_days", "default"), "day")}, unless another end or none is given; in days at most ${member("CreateWorkspaceKeyRequest", "expires_in_days", "maximum").toLocaleString("en")}`,
    "a personal key": `${counted(member("CreatePersonalKeyRequest", "expires_in_days", "default"), "day")}, at most ${counted(member("CreatePersonalKeyRequest", "expires_in_days", "maximum"), "day")}`,
    "a command line's code": s(`${accounts}/command-line/request`, "lifetimeSeconds"),
    "between two polls of a command line": s(`${accounts}/command-line/request`, "pollSeconds"),
    "a command line's token": s(`${accounts}/command-line/tokens`, "accessTokenSeconds"),
    "a command line's sign-in, unused": s(`${accounts}/command-line/tokens`, "refreshTokenSeconds"),
    "how long a used refresh token of a command line is answered again": s(
      `${accounts}/command-line/tokens`,
      "graceSeconds",
    ),
  },
  "Signing in": {
    "a browser's session, unused": s(`${accounts}/sessions`, "sessionIdleSeconds"),
    "a browser's session, however used": s(`${accounts}/sessions`, "sessionSeconds"),
    "a browser that is known to an account, unused": s(`${accounts}/devices`, "deviceSeconds"),
    "browsers that are known to an account": n(`${accounts}/devices`, "devicesMax"),
    "the set-up link": s(`${accounts}/set-up`, "setupLinkSeconds"),
    "an invitation": s(`${accounts}/invitations`, "invitationSeconds"),
    "a link that sets a new password": s(`${accounts}/reset-link`, "resetLinkSeconds"),
    "messages to one address, in a day": mailsPerDay.perAddress.toLocaleString("en"),
    "messages that are written for a workspace, in a day":
      mailsPerDay.perWorkspace.toLocaleString("en"),
    "how long a message is tried": `${s("service/mail/queue", "givenUpSeconds")}, and no longer than its link works`,
    "a token of a signal or a logout, with all around it": bytes(
      "http/signals/routes",
      "tokenBytesMax",
    ),
    "how old a signal or a logout may be, and how long it is remembered": s(
      "service/signals/verify",
      "ageMaxSeconds",
    ),
    "signals of a stream, or logouts of a company, that are remembered because they ended something; and as many that were about nobody":
      n("service/signals/take-once", "rememberedMax"),
    "events that a signal names": n("service/signals/verify", "eventsMax"),
    "signals and logouts of a source on record that end nothing, of each kind": `${n("service/signals/record", "recordedMax")} in a quarter of an hour`,
    "the way to a company's sign-in and back": s(`${accounts}/company/start`, "attemptSeconds"),
    "a challenge for a passkey": s(`${accounts}/passkeys/ceremony`, "challengeSeconds"),
    "passkeys of an account": n(`${accounts}/passkeys/add`, "passkeysMax"),
    "recovery codes of an account": n(`${accounts}/factors`, "recoveryCodesMax"),
    "strangers whose passwords wait to be checked": `${n(`${accounts}/password-work`, "strangersMax")}, of one place ${n(`${accounts}/password-work`, "perPlaceMax")}`,
    "known people whose passwords wait to be checked": `${n(`${accounts}/password-work`, "knownMax")}, of one ${n(`${accounts}/password-work`, "perKnownMax")}`,
  },
  "How often calls may come": {
    "`token_reads`: reads of tokens, of an app": rate("token_reads"),
    "`connection_reads`: reads of one connection's token": rate("connection_reads"),
    "`backend_calls`: other calls of an app's backend": rate("backend_calls"),
    "`function_calls`: calls of an app's functions, by users and the backend; by visitors":
      rate("function_calls"),
    "`visitor_calls`: calls of functions without a token, from one address": rate("visitor_calls"),
    "`user_calls`: calls of one user of an app": rate("user_calls"),
    "`consent_starts`: consents that one user begins": rate("consent_starts"),
    "`app_consent_starts`: consents that all of an app's users begin": rate("app_consent_starts"),
    "`operator_calls`: calls by one key, command line or session": rate("operator_calls"),
    "`page_requests`: pages, from one address": rate("page_requests"),
    "`open_requests`: calls that need no credential, from one address": rate("open_requests"),
    "`unknown_apps`: calls of pages for apps that are not there, from one address":
      rate("unknown_apps"),
    "`signals`: what identity providers tell of one stream or company, from one address":
      rate("signals"),
    "`signals_of_address`: what they tell, from one address": rate("signals_of_address"),
    "`refused_user_tokens`: users' tokens that were refused, from one address":
      rate("refused_user_tokens"),
    "`functions_at_once`: calls of an app's functions that are under way, in a process": n(
      "service/limits/policies",
      "functionsAtOnceMax",
    ),
    "the same, of all of a workspace's apps": n(
      "service/limits/policies",
      "workspaceFunctionsAtOnceMax",
    ),
    "consents that one user of an app, or its backend for all of them, has under way": n(
      "service/connect/start",
      "pendingMax",
    ),
  },
  Attempts: {
    "wrong keys, service tokens and sessions, from one address": n(
      "service/limits/credentials",
      "wrongCredentialsMax",
    ),
    "wrong links, states and choices of consents, from one address": n(
      "http/public/guessed",
      "wrongConsentLinksMax",
    ),
    "passwords of an account, by a known browser": n(`${accounts}/sign-in`, "perAddressMax"),
    "passwords of an account, from one address": n(`${accounts}/sign-in`, "perAddressMax"),
    "passwords of an account, from all strange browsers": `${n(`${accounts}/sign-in`, "strangersMax")}; a network's first try, ${n(`${accounts}/sign-in`, "firstTriesMax")}`,
    "passwords of all accounts, from one address": n(`${accounts}/sign-in`, "addressMax"),
    "codes of an authenticator app, right password given": `${n(`${accounts}/factors`, "codesMax")}, in a day ${n(`${accounts}/factors`, "codesPerDayMax")}`,
    "password and code of who is signed in": n(`${accounts}/factors`, "triesMax"),
    "wrong links of invitations, resets and set-up, from one address": n(
      "http/accounts/page-part",
      "wrongLinksMax",
    ),
    "beginnings of a passkey's sign-in, from one address": n(
      `${accounts}/passkeys/sign-in`,
      "challengesMax",
    ),
    "beginnings of a company's sign-in, from one address": n(
      `${accounts}/company/start`,
      "startsMax",
    ),
    "command lines that ask for a code, from one address": n(
      `${accounts}/command-line/request`,
      "requestsMax",
    ),
    "codes of command lines, by one person": n(
      `${accounts}/command-line/decide`,
      "codesPerPersonMax",
    ),
    "codes of command lines, from one address": n(
      `${accounts}/command-line/decide`,
      "codesPerAddressMax",
    ),
    "proofs of a domain, of a workspace": n(`${accounts}/company/prove-domain`, "lookupsMax"),
    "tests of a company's sign-in, of a workspace": n(`${accounts}/company/test/begin`, "testsMax"),
    "issuers that `discoverProvider` asks, of a workspace": n(
      "service/manage/providers",
      "askedMax",
    ),
    "refused sign-ins of an account that are recorded": n(
      `${accounts}/record-refusal`,
      "recordedMax",
    ),
  },
  "Calls to providers and others": {
    "until it is connected": ms("lib/outbound", "connectTimeoutMs"),
    "a whole call": ms("lib/outbound", "callMsMax"),
    "a connection that nothing uses is kept": ms("lib/outbound", "keptIdleMs"),
    "calls that wait for an answer at once, of a workspace, in a process": `${n("lib/reach", "perWorkspace")}, to one place ${n("lib/reach", "perPlace")}`,
    "the same, of all workspaces": n("lib/reach", "inAll"),
    "how long a call waits for its turn": ms("lib/reach", "callWaitMs"),
    "names that are looked up at once, in a process": `${n("lib/lookups", "lookupsAtOnce")}, of a workspace 1`,
    "an answer": bytes("lib/outbound", "answerBytesMax"),
    "an answer's head": bytes("lib/outbound", "headBytesMax"),
    "values in an answer": n("lib/json", "valuesMax"),
    "levels of an answer": n("lib/json", "depthMax"),
    "a token that a provider gives": letters("oauth/token-response", "tokenCharactersMax"),
    "an ID token": letters("oauth/id-token-claims", "charactersMax"),
    "until a function begins its answer": ms(functions, "firstByteMs"),
    "between two pieces of a function's answer": ms(functions, "idleMs"),
    "a question to the DNS": ms("lib/dns", "totalTimeoutMs"),
    "an answer of a key service": bytes("key-service/transport", "answerBytesMax"),
    "how long a call of a key service may take": ms("key-service/transport", "keyCallMsMax"),
    "tries of one use of a root key there, while the service is away or busy": n(
      "key-service/service-root-key",
      "triesMax",
    ),
    "how long after such a use others are not made to wait for the same": ms(
      "key-service/service-root-key",
      "restMs",
    ),
    "uses of one root key in a key service at a time": n(
      "key-service/service-root-key",
      "callsMax",
    ),
    "uses that wait": n("key-service/service-root-key", "waitingMax"),
    "how long a server that starts waits for a key service": ms("root-keys", "startPatienceMs"),
    "audit records that are sent to a webhook at once": `${n(webhook, "recordsMax")}, ${n(webhook, "bytesMax")} bytes`,
    "audit records that are sent to a collector at once, or written to a file": n(
      "service/trail/shipping/otlp-sink",
      "recordsMax",
    ),
    "how long these may take to answer": ms("audit-shipping", "answerMsMax"),
    "pause after audit records were not taken, at most": s(
      "service/trail/shipping/outcome",
      "pauseSecondsMax",
    ),
    "workspaces of which a sink refuses audit records, and takes none in between, before it is left alone":
      n("service/trail/shipping/aside", "inRowMax"),
    "how long audit records that were not taken outlive a workspace's retention": s(
      "store/audit-waiting",
      "sinkPatienceSeconds",
    ),
  },
  "Refreshing and giving back": {
    "a reader waits for a refresh": ms(engine, "waitMaxMs"),
    "calls to a client's token endpoint at once, by a process": n(engine, "concurrentMax"),
    "calls that wait for their turn there": n(engine, "waitingMax"),
    "connections in a row that must fail before an endpoint is left alone": n(
      engine,
      "failuresMax",
    ),
    "how long it is left alone": `${ms(engine, "openMinMs")} to ${ms(engine, "openMaxMs")}`,
    "refreshes that nobody asked for, of a provider in a second": n(engine, "perSecond"),
    "pause after a refresh that failed, at most": s("service/engine/judge", "backOffMaxSeconds"),
    "how long `Retry-After` of a provider counts": `${s("provider/provider-error", "limited")} with 429, else ${s("provider/provider-error", "away")}`,
    "how long a process tries to store an answer": ms(engine, "keepMaxMs"),
    "a disconnect waits for the provider": ms(engine, "revocationPatienceMs"),
    "between two tries to give a grant back": `${s("service/revocation/attempt", "backOffMinSeconds")} to ${s("service/revocation/attempt", "backOffMaxSeconds")}`,
    "until that is given up": s("service/revocation/attempt", "giveUpSeconds"),
  },
  "Database and process": {
    "a statement, on PostgreSQL": ms("store/database", "queryMs"),
    "a statement of a migration, on PostgreSQL": ms("store/database", "patientMs"),
    "a migration waits for a table, on PostgreSQL": ms("store/migrate", "lockMs"),
    "waiting for a connection of the database": ms("store/database", "waitMs"),
    "who waits for one": n("store/turns", "waitingMax"),
    "data keys that a process holds": n("crypto/data-keys", "dataKeysMax"),
    "how long a data key serves that cannot be unwrapped anew": s(
      "config",
      "keyCacheSecondsDefault",
    ),
    "connections that callers keep to a process that is told to end, in production": ms(
      "app",
      "drainingMs",
    ),
    "until a process that is told to end has ended, after that": ms("app", "closingMs"),
  },
};
