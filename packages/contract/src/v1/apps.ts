/** Apps of a workspace, and which identity provider's users their connections belong to. */
import { z } from "zod";
import {
  completion,
  identityProvider,
  identityProviderView,
  nativeReturnUrl,
  origin,
} from "../app-settings.ts";
import { idText } from "../common.ts";
import { instant, listOf } from "./common.ts";
import { nameText } from "./people.ts";

const origins = z.array(origin).max(100);
const identityProviders = z.array(identityProvider).max(20);

const noBranding = {
  display_name: null,
  color: null,
  logo_url: null,
  support_url: null,
  privacy_url: null,
};

const branding = z
  .object({
    display_name: z
      .string()
      .nullable()
      .describe(
        "How people know the app; null: by its name. It must not resemble the name of another app of the server, or of a service.",
      ),
    color: z.string().nullable().describe("Of the button that goes on, as #rrggbb."),
    logo_url: z
      .string()
      .nullable()
      .describe("Where the logo is that putAppLogo gave; another logo has another address."),
    support_url: z.string().nullable().describe("Where users find help: https or mailto."),
    privacy_url: z.string().nullable(),
  })
  .meta({
    id: "Branding",
    description:
      "How an app shows itself on the connect pages. Frame, marks and warnings stay ours.",
    examples: [{ ...noBranding, display_name: "Daybook", color: "#c2410c" }],
  });

/** An address that people are sent to: of the web, whole, without a name or a password in it. */
const webAddress = (schemes: RegExp) =>
  z
    .string()
    .max(512)
    .refine((value) => {
      const url = URL.parse(value);
      if (url === null || /[\s\p{C}]/u.test(value) || !schemes.test(url.protocol)) return false;
      return url.protocol === "mailto:"
        ? /^[^@?&]+@[^@?&]+$/.test(url.pathname) && url.search === ""
        : url.username === "" && url.password === "";
    }, "must be a whole https address, or mailto where that is allowed");

const brandingChanges = z.strictObject({
  display_name: z.string().trim().min(1).max(60).nullable().optional(),
  color: z
    .string()
    .regex(/^#[0-9A-Fa-f]{6}$/, "must be a colour as #rrggbb")
    .nullable()
    .optional(),
  support_url: webAddress(/^(https|mailto):$/)
    .nullable()
    .optional(),
  privacy_url: webAddress(/^https:$/)
    .nullable()
    .optional(),
});

const appExample = {
  id: "app_daybook",
  name: "Daybook",
  origins: ["https://daybook.example"],
  identity_providers: [],
  functions_url: null,
  completion: "offered",
  native_return_urls: [],
  branding: noBranding,
};

export const app = z
  .object({
    id: z.string(),
    name: z.string(),
    origins: z
      .array(z.string())
      .describe(
        "Where its pages live: they may call the API, and browsers may be sent back to them. `https://*.preview.example.com` stands for pages whose host has exactly one label more.",
      ),
    identity_providers: z
      .array(identityProviderView)
      .describe("Whose JWTs name its users; none: this server vouches for them."),
    functions_url: z
      .string()
      .nullable()
      .describe("Below it the app's backend functions run; null where it has none."),
    completion: completion.describe(
      "`required`: a consent of a user begins only with a challenge, so that the app itself completes it. `offered`: also without, by the browser that began or a page that asks.",
    ),
    native_return_urls: z
      .array(z.string())
      .describe(
        "Addresses of its native apps, by a scheme of their own or https: a browser may be sent back to exactly these, and only where a challenge was given.",
      ),
    branding,
  })
  .meta({ id: "App", examples: [appExample] });
export type App = z.infer<typeof app>;
export const appList = listOf(app, "AppList");

export const createAppRequest = z
  .strictObject({ name: nameText })
  .meta({ id: "CreateAppRequest", examples: [{ name: "Daybook" }] });

export const updateAppRequest = z
  .strictObject({
    name: nameText.optional(),
    origins: origins.optional(),
    identity_providers: identityProviders.optional(),
    functions_url: z.string().min(1).max(512).nullable().optional().describe("Null takes it away."),
    completion: completion.optional(),
    native_return_urls: z.array(nativeReturnUrl).max(20).optional(),
    branding: brandingChanges
      .optional()
      .describe("Members that are left out stay; null takes one away."),
  })
  .meta({
    id: "UpdateAppRequest",
    description: "A merge patch: what is left out stays; lists are replaced whole.",
    examples: [{ origins: ["https://daybook.example"] }],
  });

const refusedOrigin = z
  .object({
    origin: z.string(),
    first_refused_at: instant,
    last_refused_at: instant.describe("About."),
  })
  .meta({
    id: "RefusedOrigin",
    description: "From where pages called an app that has not declared it.",
    examples: [
      {
        origin: "http://localhost:5173",
        first_refused_at: "2026-05-04T09:00:00Z",
        last_refused_at: "2026-05-04T09:12:00Z",
      },
    ],
  });
export const refusedOriginList = listOf(refusedOrigin, "RefusedOriginList");

// Moving users

/** Half a character would be stored as one and the same for different users. */
const userId = idText(512).refine((id) => id.isWellFormed(), "must be well-formed text");

export const moveUsersRequest = z
  .strictObject({
    from: z
      .strictObject({
        kind: z.enum(["unassigned", "issuer"]),
        issuer: idText(512)
          .nullable()
          .optional()
          .describe("Null: of users that the app had while it had no identity provider."),
        user_id_claim: idText(512)
          .optional()
          .describe("Out of whichever claim where it is left out."),
      })
      .describe(
        "`unassigned`: connections that nobody is known to own. `issuer`: those of an issuer's users.",
      ),
    to: z
      .strictObject({ issuer: idText(512).nullable() })
      .describe("An identity provider of the app; null only where it has none."),
    users: z
      .record(userId, userId)
      .optional()
      .describe(
        "Only these user ids, each with the one it has at `to`; all, each with its own, where left out.",
      ),
    dry_run: z.boolean().default(false).describe("Only says what it would do."),
    after: idText(128).optional().describe("`next` of the call before."),
    limit: z
      .int()
      .min(1)
      .max(200)
      .default(200)
      .describe("How many connections of the workspace are looked at."),
  })
  .check(({ value, issues }) => {
    const say = (path: string[], message: string) =>
      issues.push({ code: "custom", path, message, input: value });
    const { from, users } = value;
    if (from.kind === "issuer" && from.issuer === undefined)
      say(["from", "issuer"], "is needed with kind issuer");
    if (from.kind === "unassigned" && (from.issuer ?? from.user_id_claim) !== undefined)
      say(["from", "issuer"], "goes with kind issuer only");
    if (users === undefined) return;
    const { length } = Object.keys(users);
    if (length < 1 || length > 200) say(["users"], "holds 1 to 200 users in one call");
    if (new Set(Object.values(users)).size !== length)
      say(["users"], "must not make one user of two");
  })
  .meta({
    id: "MoveUsersRequest",
    examples: [{ from: { kind: "unassigned" }, to: { issuer: "https://id.example.com" } }],
  });

export const movedUsers = z
  .object({
    dry_run: z.boolean(),
    connections: z.array(
      z.object({
        connection_id: z.string(),
        connector_id: z.string(),
        user_id: z.string(),
        new_user_id: z.string().describe("What the user is called at `to`."),
        outcome: z
          .enum(["moved", "kept"])
          .describe(
            "`kept`: the user has connected there by now; both connections stay where they are.",
          ),
      }),
    ),
    next: z
      .string()
      .nullable()
      .describe(
        "To be given as `after`, until it is null. A call may find nothing and still not be the last.",
      ),
  })
  .meta({
    id: "MovedUsers",
    examples: [
      {
        dry_run: false,
        connections: [
          {
            connection_id: "conn_x1yB6p",
            connector_id: "665f1c0f2ab79d3f7c1c2d4e",
            user_id: "ada",
            new_user_id: "ada",
            outcome: "moved",
          },
        ],
        next: null,
      },
    ],
  });
