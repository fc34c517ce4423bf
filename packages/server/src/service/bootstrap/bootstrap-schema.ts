/** What a bootstrap file may hold. Unknown keys are errors: a misspelt one must not pass silently. */
import {
  completion,
  identityProvider,
  nativeReturnUrl,
  origin,
} from "@grantry/contract/app-settings";
import { signInProviderFields } from "@grantry/contract/sign-in-settings";
import { z } from "zod";
import { secretPrefixes } from "../../lib/id.ts";
import { sharedHostOf, sharedHostProblem } from "../../lib/origins.ts";
import { roles } from "../../store/schema-accounts.ts";

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "an id is 1 to 64 letters, digits, _ and -");
const name = z.string().min(1).max(200);
/** A secret never stands in the file: it names the environment variable or the file that holds it. */
const secretSource = z.union([
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
  z.strictObject({ file: z.string().min(1) }),
]);
export type SecretSource = z.infer<typeof secretSource>;

/**
 * What may be left out has no default here: what a file does not say stays as it is, and where there is
 * nothing yet, what is applied has the default. Null, or an empty list, takes away.
 */
const settings = z.record(z.string(), z.string()).nullable().optional();
const scopes = z.array(z.string().min(1)).nullable().optional();

const oauthClient = z.strictObject({
  id,
  name,
  /** Id of the authorization server in the catalogue, or of a custom provider. */
  provider: id,
  client_id: z.string().min(1).max(512),
  client_secret: secretSource,
  previous_client_secret: secretSource.nullable().optional(),
  redirect_path: z.enum(["own", "common"]).optional(),
  used_by_other_servers: z.boolean().optional(),
  preferred: z.boolean().optional(),
});

const userConnector = z.strictObject({
  id,
  name,
  integration_type: id,
  oauth_client: id,
  scopes,
  connection_config: settings,
});

const sharedConnector = z.strictObject({
  id,
  integration_type: id,
  oauth_client: id,
  scopes,
  connection_config: settings,
});

const ownOrigin = origin.superRefine((value, context) => {
  const host = sharedHostOf(value);
  if (host !== undefined) context.addIssue({ code: "custom", message: sharedHostProblem(host) });
});

const app = z.strictObject({
  id,
  name,
  origins: z.array(ownOrigin).nullable().optional(),
  identity_providers: z.array(identityProvider).nullable().optional(),
  /** Judged when it is applied: which addresses may be called is a setting. */
  functions_url: z.string().min(1).max(512).nullable().optional(),
  completion: completion.optional(),
  native_return_urls: z.array(nativeReturnUrl).max(20).nullable().optional(),
  service_tokens: z.array(z.strictObject({ id, name, secret: secretSource })).default([]),
  /** One shared connection each, addressed by integration type. */
  shared_connectors: z.array(sharedConnector).default([]),
});

/** An operator. The password counts when the account is made, and not later. */
const member = z.strictObject({
  email: z.email().max(254).toLowerCase(),
  name,
  role: z.enum(roles),
  password: secretSource.optional(),
});
export type BootstrapMember = z.output<typeof member>;

const workspace = z.strictObject({
  id,
  name,
  /** What it is for. */
  environment: z.enum(["development", "staging", "production"]).optional(),
  members: z.array(member).default([]),
  /** By which the workspace's operators sign in. */
  sign_in_provider: z
    .strictObject({
      ...signInProviderFields,
      default_role: signInProviderFields.default_role.unwrap().optional(),
      client_secret: secretSource,
    })
    .nullable()
    .optional(),
  api_keys: z.array(z.strictObject({ id, name, secret: secretSource })).default([]),
  /** Custom providers: `{ "file": … }`, an entry, or an issuer. Checked by provider-declaration.ts. */
  providers: z.array(z.record(z.string(), z.unknown())).default([]),
  oauth_clients: z.array(oauthClient).default([]),
  /** Addressed by connector ID; every app of the workspace may use them. */
  connectors: z.array(userConnector).default([]),
  apps: z.array(app).default([]),
});

export const bootstrapSchema = z.strictObject({
  $schema: z.string().optional(),
  workspaces: z.array(workspace),
});
/** Names a value of a file: file, line and key. */
export type Locate = (path: readonly PropertyKey[]) => string;
export type Bootstrap = z.output<typeof bootstrapSchema> & {
  /** Where a value stands, for what can only be judged later. */
  readonly locate?: Locate;
};
export type BootstrapInput = z.input<typeof bootstrapSchema>;
export type BootstrapWorkspace = Bootstrap["workspaces"][number];
export type BootstrapApp = BootstrapWorkspace["apps"][number];

/** What the secrets of service tokens and keys must look like: long, and known to secret scanners. */
export const bearerSecretPatterns = {
  service_tokens: new RegExp(`^${secretPrefixes.serviceToken}[A-Za-z0-9_-]{40,}$`),
  api_keys: new RegExp(
    `^(?:${secretPrefixes.workspaceKey}|${secretPrefixes.officialWorkspaceKey})[A-Za-z0-9_-]{40,}$`,
  ),
} as const;
