/**
 * Applies a bootstrap file: everything it declares is created or changed, in one transaction.
 * Applying it again changes nothing. What it does not mention stays as it is.
 */
import type { Secret } from "../../lib/secret.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { requestedScopes } from "../../provider/scopes.ts";
import { putApp, putWorkspace } from "../../store/apps.ts";
import { putServiceToken, putWorkspaceKey } from "../../store/bearer-secrets.ts";
import { putConnector } from "../../store/connectors.ts";
import { listProviders } from "../../store/providers.ts";
import { replaceAppConnector, setAsideAppConnector } from "../../store/shared-connections.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { functionsAddress } from "../functions/address.ts";
import { findMixUps, mixUpProblem } from "../mix-up.ts";
import { applyMembers, hashPasswords } from "./apply-members.ts";
import {
  applyOAuthClients,
  readStoredClients,
  requireTokensStay,
  type StoredClients,
} from "./apply-oauth-clients.ts";
import { applyProviders, prepareProviders } from "./apply-providers.ts";
import { applySignInProvider } from "./apply-sign-in-provider.ts";
import {
  type Applying,
  type BootstrapContext,
  enter,
  invalid,
  type Secrets,
  secretOf,
} from "./applying.ts";
import {
  type Bootstrap,
  type BootstrapApp,
  type BootstrapWorkspace,
  bearerSecretPatterns,
  type SecretSource,
} from "./bootstrap-schema.ts";
import { requireNewScopesAllowed } from "./connector-rules.ts";
import { workspaceCatalogue } from "./provider-catalogue.ts";

/** Throws config_invalid, naming what is wrong; then nothing is changed. */
export async function applyBootstrap(
  context: BootstrapContext,
  bootstrap: Bootstrap,
): Promise<void> {
  await inTransaction(context.store, await prepareBootstrap(context, bootstrap));
}

/**
 * Reads and asks for all that is needed; what comes back writes it, in the transaction of the store
 * that it is given. Both throw config_invalid.
 */
export async function prepareBootstrap(
  context: BootstrapContext,
  bootstrap: Bootstrap,
): Promise<(store: Store) => Promise<void>> {
  const secrets = await readSecrets(context, bootstrap);
  const providers = await prepareProviders(context, bootstrap);
  const passwords = await hashPasswords(context, bootstrap);
  return async (store) => {
    for (const workspace of bootstrap.workspaces) {
      await applyWorkspace({ ...context, store, secrets, providers, passwords }, workspace);
    }
    // After all of it: which clients share a path does not depend on the order.
    const [mixUp] = await findMixUps(store, context.catalogue);
    if (mixUp !== undefined) throw invalid(mixUpProblem(mixUp));
  };
}

/** Read before the transaction opens: a file may be slow to read. */
async function readSecrets(context: BootstrapContext, { workspaces }: Bootstrap): Promise<Secrets> {
  const sources = workspaces.flatMap((workspace) => [
    ...workspace.api_keys.map((key) => key.secret),
    ...(workspace.sign_in_provider === undefined ? [] : [workspace.sign_in_provider.client_secret]),
    ...workspace.oauth_clients.flatMap((client) =>
      [client.client_secret, client.previous_client_secret].filter((one) => one !== undefined),
    ),
    ...workspace.apps.flatMap((app) => app.service_tokens.map((token) => token.secret)),
  ]);
  const secrets = new Map<SecretSource, Secret>();
  for (const source of sources) secrets.set(source, await context.readSecret(source));
  return secrets;
}

function bearerSecret(
  applying: Applying,
  kind: keyof typeof bearerSecretPatterns,
  { id, secret: source }: { id: string; secret: SecretSource },
): Secret {
  const secret = secretOf(applying, source);
  const pattern = bearerSecretPatterns[kind];
  if (pattern.test(secret.reveal())) return secret;
  const shape = pattern.source.replace(/\^|\(\?:|\)|\[.*/g, "").replace("|", " or ");
  throw invalid(
    `The secret of "${id}" must be ${shape} followed by at least 40 letters, digits, _ or -.`,
  );
}

async function applyWorkspace(context: Applying, workspace: BootstrapWorkspace): Promise<void> {
  const { store } = context;
  const workspaceId = workspace.id;
  const stored = await readStoredClients(context, workspace);
  await putWorkspace(store, { workspaceId, name: workspace.name });
  await applyMembers(store, workspace, context.passwords);
  const { sign_in_provider: signIn } = workspace;
  if (signIn !== undefined) {
    const clientSecret = secretOf(context, signIn.client_secret);
    await applySignInProvider(store, { workspaceId, clientSecret, declared: signIn });
  }
  const kept = await applyProviders(context, workspace, stored);
  const own = await listProviders(store, workspaceId);
  const applying = { ...context, catalogue: workspaceCatalogue(context.catalogue, own), stored };
  for (const key of workspace.api_keys) {
    const secret = bearerSecret(applying, "api_keys", key);
    const { id: workspaceKeyId, name } = key;
    await enter(
      "API key",
      workspaceKeyId,
      putWorkspaceKey(store, { workspaceKeyId, workspaceId, name, secret }),
    );
  }
  await applyOAuthClients(applying, workspace, { stored, kept });
  for (const connector of workspace.connectors) {
    await applyConnector(applying, workspace, { ...connector, appId: null });
  }
  for (const app of workspace.apps) await applyApp(applying, workspace, app);
}

type ApplyingConnectors = Applying & { readonly stored: StoredClients };

interface DeclaredConnector {
  readonly id: string;
  readonly name: string;
  readonly integration_type: string;
  readonly oauth_client: string;
  readonly scopes: readonly string[] | null;
  readonly connection_config: Readonly<Record<string, string>>;
  readonly appId: string | null;
}

async function applyConnector(
  applying: ApplyingConnectors,
  workspace: BootstrapWorkspace,
  declared: DeclaredConnector,
): Promise<void> {
  const entry = requireFitting(applying, workspace, declared);
  await requireNewScopesAllowed(applying.store, entry, { ...declared, workspaceId: workspace.id });
  const { appId, id: connectorId, integration_type: integrationType } = declared;
  // What was connected before it was declared stays connected.
  const old =
    appId === null
      ? undefined
      : await setAsideAppConnector(applying.store, { appId, connectorId, integrationType });
  for (const id of old === undefined ? [connectorId] : [connectorId, old]) {
    const providerId = entry.server.id;
    await requireTokensStay(applying, applying.stored, { connectorId: id, providerId });
  }
  const put = putConnector(applying.store, {
    connectorId: declared.id,
    workspaceId: workspace.id,
    appId: declared.appId,
    oauthClientId: declared.oauth_client,
    integrationType: declared.integration_type,
    name: declared.name,
    scopes: declared.scopes,
    settings: declared.connection_config,
  });
  await enter("connector", declared.id, put);
  if (old !== undefined) await replaceAppConnector(applying.store, old, declared.id);
}

function requireFitting(
  { catalogue }: Applying,
  workspace: BootstrapWorkspace,
  declared: DeclaredConnector,
): ProviderConnector {
  const where = `The connector "${declared.id}"`;
  const entry = catalogue.find(declared.integration_type);
  if (entry === undefined) {
    throw invalid(`${where}: there is no integration type "${declared.integration_type}".`);
  }
  const client = workspace.oauth_clients.find(({ id }) => id === declared.oauth_client);
  if (client === undefined) {
    throw invalid(
      `${where} names the OAuth client "${declared.oauth_client}", which is not declared.`,
    );
  }
  if (client.provider !== entry.server.id) {
    throw invalid(
      `${where}: "${declared.integration_type}" belongs to the provider "${entry.server.id}", its OAuth client to "${client.provider}".`,
    );
  }
  const known = new Set(entry.server.settings.map((setting) => setting.name));
  const unknown = Object.keys(declared.connection_config).find((name) => !known.has(name));
  if (unknown !== undefined)
    throw invalid(`${where}: there is no connection setting "${unknown}".`);
  requestedScopes(entry, declared.scopes);
  return entry;
}

async function applyApp(
  applying: ApplyingConnectors,
  workspace: BootstrapWorkspace,
  app: BootstrapApp,
): Promise<void> {
  const { store, catalogue } = applying;
  const workspaceId = workspace.id;
  const put = putApp(store, {
    appId: app.id,
    workspaceId,
    name: app.name,
    origins: app.origins,
    identityProviders: app.identity_providers,
    functionsUrl: functionsUrlOf(applying, workspaceId, app),
  });
  await enter("app", app.id, put);
  for (const token of app.service_tokens) {
    const secret = bearerSecret(applying, "service_tokens", token);
    const { id: serviceTokenId, name } = token;
    const put = putServiceToken(store, {
      serviceTokenId,
      workspaceId,
      appId: app.id,
      name,
      secret,
    });
    await enter("service token", serviceTokenId, put);
  }
  for (const shared of app.shared_connectors) {
    const entry = catalogue.find(shared.integration_type);
    const name = entry?.connector.display_name ?? shared.integration_type;
    await applyConnector(applying, workspace, { ...shared, name, appId: app.id });
  }
}

/** The address of the app's functions, which must be one that may be called. */
function functionsUrlOf(
  { reach }: Applying,
  workspaceId: string,
  app: BootstrapApp,
): string | null {
  if (app.functions_url === undefined) return null;
  const address = functionsAddress(app.functions_url, reach(workspaceId).allowedPrivateOrigins);
  if ("url" in address) return address.url;
  throw invalid(`The functions_url of the app "${app.id}" cannot be used. ${address.problem}`);
}
