/** Attempts to connect: a user's own, and those of an app's shared connections. */
import { z } from "zod";
import { idText, returnUrl, scopeList } from "../common.ts";
import { connection, connectionExample } from "./connections.ts";
import { owner } from "./tokens.ts";

const strings = z.array(z.string());
/** BCP 47; the pages speak the nearest that they have. */
export const locale = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/, "must be a language tag, such as pt-BR")
  .describe(
    "Language of the connect pages, as a BCP 47 tag; the browser says where it is left out or not spoken: en, de, fr, es, pt, ja.",
  );
const settings = z.record(z.string().max(64), z.string().max(512));

export const authorizationMembers = {
  id: z.string(),
  status: z
    .enum(["pending", "awaiting_completion", "completed", "failed", "expired", "canceled"])
    .describe(
      "What became of the attempt, for good: `completed` stays also where its connection has ended since, which the connection itself says. `awaiting_completion`: the person consented, and nothing is exchanged before the app completes it. `expired`: nobody completed it in time. `canceled`: by the app.",
    ),
  error: z
    .object({
      code: z.string(),
      detail: z
        .string()
        .nullable()
        .describe("What the person was told; null where the code's title says all."),
      provider_error: z.object({ code: z.string(), description: z.string().nullable() }).nullable(),
    })
    .nullable()
    .describe(
      "Why it failed: a stable code, and the provider's own words, cleaned, where it said something.",
    ),
};
export const authorization = z
  .object(authorizationMembers)
  .meta({ id: "Authorization", examples: [{ id: "auz_6cV1", status: "pending", error: null }] });
export type Authorization = z.infer<typeof authorization>;

/** 32 bytes in base64url, without padding: a code, a challenge. */
const base64url43 = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "must be 43 characters of base64url");

const startMembers = {
  connector_id: idText(128),
  return_url: returnUrl
    .optional()
    .describe(
      "Where the browser goes at the end: on an origin of the app; with a challenge also one of its native return URLs. A challenge needs it.",
    ),
  settings: settings
    .optional()
    .describe("What is needed and left out is asked for by the connect page."),
  locale: locale.optional(),
  challenge: base64url43
    .optional()
    .describe(
      "S256 of a verifier that stays in the app's own session (RFC 7636): the consent is then completed by the app, which the browser brings a single-use code. Without: by the browser that began, or a page that asks.",
    ),
};

interface Start {
  readonly challenge?: string | undefined;
  readonly return_url?: string | undefined;
}

function challengeIssues({ challenge, return_url }: Start) {
  return challenge !== undefined && return_url === undefined
    ? [{ path: ["return_url"], message: "is needed with a challenge: the code goes there" }]
    : [];
}

export const startMyAuthorizationRequest = z
  .strictObject(startMembers)
  .check(({ value, issues }) => {
    for (const issue of challengeIssues(value))
      issues.push({ code: "custom", input: value, ...issue });
  })
  .meta({
    id: "StartMyAuthorizationRequest",
    examples: [
      {
        connector_id: "665f1c0f2ab79d3f7c1c2d4e",
        return_url: "https://daybook.example/settings",
        challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      },
    ],
  });

export const startAuthorizationRequest = z
  .strictObject({
    ...startMembers,
    connector_id: idText(128).optional().describe("The connector; or `type`."),
    type: idText(128)
      .optional()
      .describe("The connector by its integration type; with owner `app` only."),
    owner: owner.describe(
      "Whose account is connected: a user's, or with `app` one for everybody who uses the app, which needs a challenge.",
    ),
  })
  .check(({ value, issues }) => {
    const say = (path: string, message: string) =>
      issues.push({ code: "custom", path: [path], message, input: value });
    for (const issue of challengeIssues(value))
      issues.push({ code: "custom", input: value, ...issue });
    const { connector_id, type, owner } = value;
    if (connector_id === undefined && type === undefined) say("connector_id", "is needed, or type");
    if (connector_id !== undefined && type !== undefined)
      say("type", "does not go with connector_id");
    if (type !== undefined && owner.kind !== "app")
      say("type", "goes with owner app only; name a user's connection by connector_id");
  })
  .meta({
    id: "StartAuthorizationRequest",
    examples: [
      {
        owner: { kind: "user", user_id: "ada" },
        connector_id: "665f1c0f2ab79d3f7c1c2d4e",
        return_url: "https://daybook.example/connected",
        challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      },
      {
        owner: { kind: "app" },
        type: "slack",
        return_url: "https://daybook.example/connected",
        challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      },
    ],
  });

const proofs = {
  code: z
    .string()
    .min(1)
    .max(128)
    .meta({ writeOnly: true })
    .describe("`grantry_code`, as the browser brought it."),
  verifier: z
    .string()
    .min(1)
    .max(128)
    .meta({ writeOnly: true })
    .describe("The one of the challenge, out of the session of the app in which it began."),
};
const proofExample = {
  code: "w0J7c3r5…",
  verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
};

export const completeMyAuthorizationRequest = z
  .strictObject(proofs)
  .meta({ id: "CompleteMyAuthorizationRequest", examples: [proofExample] });

export const completeAuthorizationRequest = z.strictObject({ owner, ...proofs }).meta({
  id: "CompleteAuthorizationRequest",
  examples: [{ owner: { kind: "user", user_id: "ada" }, ...proofExample }],
});

export const completedAuthorization = z
  .object({
    authorization,
    connection: connection
      .nullable()
      .describe("As it is now; null where the authorization is not completed."),
    choice_url: z
      .url()
      .nullable()
      .describe(
        "Where the account reaches several things of which one is connected: the page on which the person chooses, in the browser that consented. It goes on to the return URL.",
      ),
  })
  .meta({
    id: "CompletedAuthorization",
    description:
      "The same call answers the same again: `completed` with the connection; `pending` while it is being completed elsewhere, or the person is to choose; `failed` with the reason, for good.",
    examples: [
      {
        authorization: { id: "auz_6cV1", status: "completed", error: null },
        connection: connectionExample,
        choice_url: null,
      },
    ],
  });

export const startedAuthorization = z
  .object({ ...authorizationMembers, connect_url: z.url() })
  .meta({
    id: "StartedAuthorization",
    description:
      "`connect_url` is a credential: single use, ten minutes. Send the user's own browser there.",
    examples: [
      {
        id: "auz_6cV1",
        status: "pending",
        error: null,
        connect_url: "https://connect.example.com/api/external-auth/connect/…",
      },
    ],
  });

export const startSharedAuthorizationRequest = z
  .strictObject({
    type: idText(128)
      .optional()
      .describe(
        "An integration type; the app's connector of it is made where there is none. Or `connector_id`.",
      ),
    connector_id: idText(128).optional(),
    scopes: scopeList
      .optional()
      .describe("None: what the connection has, or the connector's scopes."),
    scope_mode: z
      .enum(["exact", "add"])
      .default("add")
      .describe(
        "`add`: to what the connection has. `exact`: these and no others; goes with `type`.",
      ),
    settings: settings.optional(),
    return_url: returnUrl.optional().describe("Goes with `add`."),
    locale: locale.optional(),
    replace: z
      .boolean()
      .default(false)
      .describe(
        "Takes the place of another operator's connection, once the consent completes; goes with `add`.",
      ),
    dry_run: z
      .boolean()
      .default(false)
      .describe("Only says what would be done; goes with `exact`."),
  })
  .check(({ value, issues }) => {
    const say = (path: string, message: string) =>
      issues.push({ code: "custom", path: [path], message, input: value });
    const { type, connector_id, scope_mode, return_url, replace, dry_run } = value;
    if (type === undefined && connector_id === undefined) say("type", "is needed, or connector_id");
    if (type !== undefined && connector_id !== undefined)
      say("connector_id", "does not go with type");
    if (scope_mode === "add") {
      if (dry_run) say("dry_run", "goes with scope_mode exact only");
      return;
    }
    if (connector_id !== undefined) say("connector_id", "goes with scope_mode add only");
    if (return_url !== undefined) say("return_url", "goes with scope_mode add only");
    if (replace) say("replace", "goes with scope_mode add only");
  })
  .meta({
    id: "StartSharedAuthorizationRequest",
    examples: [{ type: "slack", scopes: ["chat:write"], scope_mode: "exact" }],
  });

export const sharedAuthorization = z
  .object({
    status: z
      .enum(["pending", "completed", "would_start"])
      .describe("`would_start`: what `dry_run` asked about would need a browser."),
    id: z.string().nullable().describe("Null where nothing was started."),
    connect_url: z.url().nullable().describe("A credential; null likewise."),
    dropped_scopes: strings.describe(
      "What was not asked for because the workspace does not allow it.",
    ),
    unlisted_scopes: strings.describe(
      "What the catalogue does not list: it is asked for as it stands, and may be misspelt.",
    ),
  })
  .meta({
    id: "SharedAuthorization",
    examples: [
      {
        status: "pending",
        id: "auz_6cV1",
        connect_url: "https://connect.example.com/api/external-auth/connect/…",
        dropped_scopes: [],
        unlisted_scopes: [],
      },
    ],
  });
