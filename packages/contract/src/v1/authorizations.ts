/** Attempts to connect: a user's own, and those of an app's shared connections. */
import { z } from "zod";
import { idText, returnUrl, scopeList } from "../common.ts";

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
    .enum(["pending", "completed", "failed", "expired"])
    .describe(
      "What became of the attempt, for good: `completed` stays also where its connection has ended since, which the connection itself says. `expired`: nobody completed it in time.",
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

export const startMyAuthorizationRequest = z
  .strictObject({
    connector_id: idText(128),
    return_url: returnUrl
      .optional()
      .describe("Where the browser goes at the end: on an origin of the app."),
    settings: settings
      .optional()
      .describe("What is needed and left out is asked for by the connect page."),
    locale: locale.optional(),
  })
  .meta({
    id: "StartMyAuthorizationRequest",
    examples: [
      { connector_id: "665f1c0f2ab79d3f7c1c2d4e", return_url: "https://daybook.example/settings" },
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
