/** What can be connected, and what a workspace allows of it. */
import { z } from "zod";
import { idText, scopeList } from "../common.ts";
import { listOf, listQuery } from "./common.ts";

const typeText = idText(128);
const strings = z.array(z.string());

export const settingField = z
  .object({
    name: z.string(),
    title: z.string(),
    help: z.string(),
    example: z.string(),
    required: z.boolean().describe("It has no value of its own: somebody must give one."),
    pattern: z
      .string()
      .describe(
        "A regular expression that the value must match, and what to say where it does not.",
      ),
    pattern_error: z.string(),
  })
  .meta({ id: "SettingField" });

export const catalogueType = z
  .object({
    type: z.string(),
    name: z.string(),
    description: z.string(),
    category: z.string(),
    provider: z.object({
      id: z.string(),
      name: z.string(),
      custom: z.boolean().describe("One of the workspace's own."),
    }),
    documentation_url: z.string(),
    scopes: z.array(
      z.object({
        scope: z.string(),
        title: z
          .string()
          .nullable()
          .describe(
            "What it lets an app do, in words for the person who consents; null where the catalogue does not say.",
          ),
        note: z
          .string()
          .nullable()
          .describe(
            "What else it holds, and what it does not allow; null where nothing is to add.",
          ),
        description: z
          .string()
          .nullable()
          .describe(
            "The same for developers, in short, with what the provider asks before it grants it; null where the catalogue does not say.",
          ),
        default: z.boolean().describe("Asked for where nobody says what is."),
        always: z.boolean().describe("Asked for whatever is said."),
      }),
    ),
    setting_fields: z.array(settingField),
    registration: z
      .object({
        url: z.string(),
        steps: z.array(z.object({ text: z.string(), url: z.string().nullable() })),
      })
      .describe("How an OAuth client is registered."),
    hosts: strings.describe("Where calls of its API go; a setting may be part of it, as `{name}`."),
  })
  .meta({
    id: "CatalogueType",
    examples: [
      {
        type: "googlecalendar",
        name: "Google Calendar",
        description: "Calendars and their events.",
        category: "productivity",
        provider: { id: "google", name: "Google", custom: false },
        documentation_url: "https://developers.google.com/calendar/api",
        scopes: [
          {
            scope: "https://www.googleapis.com/auth/calendar.readonly",
            title: "See and download all your calendars and their events",
            note: "Cannot change or delete anything.",
            description: "Read all calendars (sensitive)",
            default: true,
            always: false,
          },
        ],
        setting_fields: [],
        registration: {
          url: "https://console.cloud.google.com/apis/credentials",
          steps: [{ text: "Create an OAuth client of the type Web application.", url: null }],
        },
        hosts: ["https://www.googleapis.com"],
      },
    ],
  });
export const catalogueTypeList = listOf(catalogueType, "CatalogueTypeList");
export const catalogueQuery = listQuery({
  category: z.string().max(64).optional().describe("Of this category: one that a type has."),
  query: z.string().max(64).optional().describe("Part of a type's or a provider's name."),
});

const policyExample = {
  type: "slack",
  shared_connections: "allowed",
  user_connections: "off",
  allowed_scopes: ["chat:write"],
  also_allowed_scopes: [],
  unlisted_scopes: [],
} as const;

export const policy = z
  .object({
    type: z.string(),
    shared_connections: z
      .enum(["allowed", "off"])
      .describe("Shared connections, which operators make for an app."),
    user_connections: z
      .enum(["allowed", "off"])
      .describe("Connections that users make for themselves."),
    allowed_scopes: strings
      .nullable()
      .describe("The scopes that may be asked for; null where all may."),
    also_allowed_scopes: strings.describe(
      "What may be asked for besides: scopes that the type always needs, and other spellings.",
    ),
    unlisted_scopes: strings,
  })
  .meta({
    id: "Policy",
    examples: [policyExample],
  });
export const policyList = listOf(policy, "PolicyList");
const policyChange = {
  shared_connections: z.enum(["allowed", "off"]).optional(),
  user_connections: z.enum(["allowed", "off"]).optional(),
  allowed_scopes: scopeList.nullable().optional().describe("Null allows all again."),
};
export const updatePolicyRequest = z.strictObject(policyChange).meta({
  id: "UpdatePolicyRequest",
  description: "A merge patch: what is left out stays.",
  examples: [{ user_connections: "off" }],
});
export const updatePoliciesRequest = z
  .strictObject({
    policies: z
      .array(z.strictObject({ type: typeText, ...policyChange }))
      .min(1)
      .max(100),
  })
  .meta({
    id: "UpdatePoliciesRequest",
    examples: [{ policies: [{ type: "slack", shared_connections: "off" }] }],
  });
export const policies = z.object({ data: z.array(policy) }).meta({
  id: "Policies",
  description: "All of the policies that were changed, as they are now.",
  examples: [{ data: [{ ...policyExample, shared_connections: "off" }] }],
});
