/** Connectors, OAuth clients and custom providers of a workspace. */
import { z } from "zod";
import { idText, scopeList } from "../common.ts";
import { instant, listOf, listQuery, ownerKind } from "./common.ts";
import { connectorFigures } from "./figures.ts";
import { nameText } from "./people.ts";

const typeText = idText(128);
const secretText = z.string().min(1).max(4_096).meta({ writeOnly: true });
const clientIdText = idText(512);
const settings = z.record(z.string().max(64), z.string().max(512));
const strings = z.array(z.string());
const values = z.record(z.string(), z.string());

export const connector = z
  .object({
    id: z.string(),
    type: z.string(),
    name: z.string(),
    app: z
      .object({ id: z.string(), name: z.string() })
      .nullable()
      .describe("The one app that it belongs to; null where every app may use it."),
    oauth_client: z.object({ id: z.string(), client_id: z.string() }),
    scopes: strings,
    unlisted_scopes: strings.describe(
      "Scopes that the catalogue does not list: they are asked for as they stand; one may be misspelt.",
    ),
    settings: values,
    redirect_uri: z.string().describe("What must be registered at the provider."),
    last_test: z
      .object({
        at: instant,
        failed_step: z.string().nullable().describe("Null where every step passed."),
      })
      .nullable()
      .describe("Null where it was never tested."),
    health: z
      .enum(["working", "credentials_rejected", "not_answering", "not_tested"])
      .describe(
        "By what is known, without asking the provider. `credentials_rejected`: it refuses the OAuth client. `not_answering`: refreshes fail again and again for another reason. `not_tested`: nothing is connected, and no test went through.",
      ),
    connections: connectorFigures,
    created_at: instant,
    updated_at: instant,
  })
  .meta({
    id: "Connector",
    examples: [
      {
        id: "665f1c0f2ab79d3f7c1c2d4e",
        type: "googlecalendar",
        name: "Calendar",
        app: null,
        oauth_client: { id: "ocl_b7", client_id: "123.apps.googleusercontent.com" },
        scopes: ["https://www.googleapis.com/auth/calendar.readonly"],
        unlisted_scopes: [],
        settings: {},
        redirect_uri: "https://connect.example.com/api/external-auth/callback",
        last_test: { at: "2026-05-04T09:10:00Z", failed_step: null },
        health: "working",
        connections: { active: 212, needs_reauth: 3, exact: true, at_least: false },
        created_at: "2026-05-04T09:00:00Z",
        updated_at: "2026-05-04T09:00:00Z",
      },
    ],
  });
export const connectorList = listOf(connector, "ConnectorList");
export const connectorQuery = listQuery({
  owner: ownerKind
    .optional()
    .describe("`user` unless told. `app`: of one app each; only listed, not found by id."),
});

export const createConnectorRequest = z
  .strictObject({
    type: typeText,
    name: nameText,
    oauth_client: z
      .strictObject({
        client_id: clientIdText,
        client_secret: secretText,
        id: idText(128)
          .nullable()
          .optional()
          .describe("Of reserveOAuthClient: the id of a client that is made."),
      })
      .optional()
      .describe(
        "The OAuth client that the workspace has for this provider and client ID is used; else it is made.",
      ),
    oauth_client_id: idText(128)
      .optional()
      .describe("In place of oauth_client: a client of the same provider that the workspace has."),
    scopes: scopeList
      .nullable()
      .optional()
      .describe("Without them the catalogue's defaults are asked for."),
    settings: settings.optional(),
  })
  .check(({ value, issues }) => {
    if ((value.oauth_client === undefined) !== (value.oauth_client_id === undefined)) return;
    const message = "give either oauth_client or oauth_client_id";
    issues.push({ code: "custom", path: ["oauth_client"], message, input: value });
  })
  .meta({
    id: "CreateConnectorRequest",
    examples: [
      {
        type: "googlecalendar",
        name: "Calendar",
        oauth_client: { client_id: "123.apps.googleusercontent.com", client_secret: "GOCSPX-…" },
      },
    ],
  });

export const updateConnectorRequest = z
  .strictObject({
    name: nameText.optional(),
    oauth_client: z
      .strictObject({ client_id: clientIdText.optional(), client_secret: secretText.optional() })
      .optional()
      .describe(
        "A new secret keeps the one before as the second to try. A new client ID needs its secret.",
      ),
    scopes: scopeList
      .nullable()
      .optional()
      .describe("Null asks for the catalogue's defaults again."),
    settings: settings
      .optional()
      .describe("Needs the client secret with it: it may say where the secret is sent."),
  })
  .meta({
    id: "UpdateConnectorRequest",
    description: "A merge patch: what is left out stays.",
    examples: [{ name: "Team calendar" }],
  });

// OAuth clients

export const oauthClient = z
  .object({
    id: z.string(),
    name: z.string(),
    provider_id: z.string().describe("The authorization server, or a custom provider."),
    client_id: z.string(),
    redirect_uri: z.string(),
    used_by_other_servers: z
      .boolean()
      .describe(
        "Other servers use it, too: disconnecting erases here and revokes nothing at the provider.",
      ),
    preferred: z
      .boolean()
      .describe("Shared connections get this one where several of the provider fit."),
    previous_secret: z
      .boolean()
      .describe("The secret of before is tried where the provider refuses the one of now."),
    secret_replaced_at: instant.nullable().describe("Null where it never was."),
    connectors: z
      .array(z.object({ id: z.string(), name: z.string(), app_id: z.string().nullable() }))
      .describe("What uses it; `app_id` of those that belong to one app."),
    created_at: instant,
    updated_at: instant,
  })
  .meta({
    id: "OAuthClient",
    examples: [
      {
        id: "ocl_b7",
        name: "Calendar",
        provider_id: "google",
        client_id: "123.apps.googleusercontent.com",
        redirect_uri: "https://connect.example.com/api/external-auth/callback",
        used_by_other_servers: false,
        preferred: false,
        previous_secret: false,
        secret_replaced_at: null,
        connectors: [{ id: "665f1c0f2ab79d3f7c1c2d4e", name: "Calendar", app_id: null }],
        created_at: "2026-05-04T09:00:00Z",
        updated_at: "2026-05-04T09:00:00Z",
      },
    ],
  });
export const oauthClientReservation = z
  .object({
    id: z.string().describe("Give it as `oauth_client.id` to createConnector."),
    redirect_uri: z.string().describe("What must be registered at the provider."),
  })
  .meta({
    id: "OAuthClientReservation",
    description: "The id and redirect URI of a client that is to be registered. Nothing is kept.",
    examples: [
      {
        id: "ocl_b7",
        redirect_uri: "https://connect.example.com/api/external-auth/callback/ocl_b7",
      },
    ],
  });
export const oauthClientList = listOf(oauthClient, "OAuthClientList");
export const rotateOAuthClientSecretRequest = z
  .strictObject({
    client_secret: secretText
      .optional()
      .describe(
        "The new one; without it the secret stays, and `keep_previous: false` forgets the old one.",
      ),
    keep_previous: z
      .boolean()
      .default(true)
      .describe("Whether the secret of before is tried where the provider refuses the new one."),
  })
  .meta({ id: "RotateOAuthClientSecretRequest", examples: [{ client_secret: "GOCSPX-…" }] });
export const oauthClientCheck = z
  .object({
    accepted: z
      .enum(["yes", "no", "unknown"])
      .describe("`unknown`: the provider has no call that would tell, or did not answer."),
    detail: z.string().describe("For people."),
  })
  .meta({
    id: "OAuthClientCheck",
    examples: [{ accepted: "yes", detail: "Google accepts the client ID and the secret." }],
  });
export const updateOAuthClientRequest = z
  .strictObject({
    name: nameText.optional(),
    used_by_other_servers: z.boolean().optional(),
    preferred: z
      .boolean()
      .optional()
      .describe("At most one per provider: the one before is so no more."),
  })
  .meta({
    id: "UpdateOAuthClientRequest",
    description: "A merge patch: what is left out stays.",
    examples: [{ preferred: true }],
  });

// Custom providers

const entry = z.record(z.string(), z.unknown());
export const provider = z
  .object({
    id: z.string(),
    name: z.string(),
    types: strings,
    entry: entry.describe("As it is kept; of a discovered one, as discovery filled it in."),
    created_at: instant,
    updated_at: instant,
  })
  .meta({
    id: "Provider",
    examples: [
      {
        id: "house",
        name: "House",
        types: ["house"],
        entry: { issuer: "https://id.house.example", name: "House" },
        created_at: "2026-05-04T09:00:00Z",
        updated_at: "2026-05-04T09:00:00Z",
      },
    ],
  });
export const providerList = listOf(provider, "ProviderList");
export const putProviderRequest = z
  .strictObject({
    entry: entry.describe(
      "An entry of the catalogue's schema, or what discovery needs: `issuer`, `name` and more.",
    ),
    client_secrets: z
      .array(secretText)
      .max(100)
      .optional()
      .describe(
        "Of its OAuth clients: needed where the change says where secrets and tokens are sent.",
      ),
  })
  .meta({
    id: "PutProviderRequest",
    examples: [{ entry: { issuer: "https://id.house.example", name: "House" } }],
  });

export const discoverProviderRequest = z
  .looseObject({
    issuer: z.string().min(1).max(512).describe("As its metadata names it, to the letter."),
    id: idText(128),
    name: nameText,
    scopes: strings
      .max(200)
      .optional()
      .describe("Without them those of OpenID Connect that the server knows."),
  })
  .meta({
    id: "DiscoverProviderRequest",
    description: "What an entry by issuer may hold besides is taken, too.",
    examples: [{ issuer: "https://id.house.example", id: "house", name: "House" }],
  });
export const providerDraft = z
  .object({ entry: entry.describe("For putProvider: as it stands, or changed.") })
  .meta({
    id: "ProviderDraft",
    description: "What an issuer's metadata makes of it. Nothing is kept.",
    examples: [{ entry: { issuer: "https://id.house.example", id: "house", name: "House" } }],
  });
