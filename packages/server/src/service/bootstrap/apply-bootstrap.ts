/**
 * Applies a bootstrap file: everything it declares is created or changed, in one transaction, and put into
 * the audit trail. Applying it again changes nothing. What it does not mention stays as it is: each thing,
 * and each field of a thing.
 */
import { previewsProblem } from "../../lib/origins.ts";
import type { Secret } from "../../lib/secret.ts";
import { putApp, putWorkspace } from "../../store/apps.ts";
import { putServiceToken, putWorkspaceKey } from "../../store/bearer-secrets.ts";
import { prepareSealing } from "../../store/data-keys.ts";
import { lockDeclarations, readDeclared } from "../../store/declared.ts";
import { listProviders, lockWorkspace } from "../../store/providers.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { findPreviewsInProduction } from "../../store/workspace-apps.ts";
import { usualServiceScopes } from "../app-users/index.ts";
import { functionsAddress } from "../functions/index.ts";
import { findMixUps, mixUpProblem, workspaceCatalogue } from "../providers/index.ts";
import { type ApplyingConnectors, applyConnector } from "./apply-connectors.ts";
import { applyMembers, hashPasswords } from "./apply-members.ts";
import { applyOAuthClients, readStoredClients } from "./apply-oauth-clients.ts";
import { applyProviders, prepareProviders } from "./apply-providers.ts";
import { applySignInProvider, dropSignInProvider } from "./apply-sign-in-provider.ts";
import {
  type Applying,
  type BootstrapContext,
  enter,
  invalid,
  type Secrets,
  secretOf,
} from "./applying.ts";
import { type BootstrapChange, differences, recordChanges } from "./bootstrap-changes.ts";
import {
  type Bootstrap,
  type BootstrapApp,
  type BootstrapWorkspace,
  bearerSecretPatterns,
  type SecretSource,
} from "./bootstrap-schema.ts";

/** What it has changed. Throws config_invalid, naming what is wrong; then nothing is changed. */
export async function applyBootstrap(
  context: BootstrapContext,
  bootstrap: Bootstrap,
): Promise<BootstrapChange[]> {
  return await inTransaction(context.store, await prepareBootstrap(context, bootstrap));
}

/**
 * Reads and asks for all that is needed; what comes back writes it, in the transaction of the store
 * that it is given, and resolves with what that changes. Both throw config_invalid.
 */
export async function prepareBootstrap(
  context: BootstrapContext,
  bootstrap: Bootstrap,
): Promise<(store: Store) => Promise<BootstrapChange[]>> {
  const secrets = await readSecrets(context, bootstrap);
  const providers = await prepareProviders(context, bootstrap);
  const passwords = await hashPasswords(context, bootstrap);
  const workspaceIds = bootstrap.workspaces.map(({ id }) => id);
  // In the transaction that makes a workspace nothing could be sealed for it yet.
  for (const id of workspaceIds) await prepareSealing(context.store, id);
  return async (store) => {
    await lockDeclarations(store);
    const before = await readDeclared(store, workspaceIds);
    for (const workspace of bootstrap.workspaces) {
      await applyWorkspace({ ...context, store, secrets, providers, passwords }, workspace);
    }
    // After all of it: which clients share a path does not depend on the order.
    const [mixUp] = await findMixUps(store, context.catalogue);
    if (mixUp !== undefined) throw invalid(mixUpProblem(mixUp));
    const changes = differences(before, await readDeclared(store, workspaceIds));
    await recordChanges(store, changes);
    return changes;
  };
}

/** Read before the transaction opens: a file may be slow to read. */
async function readSecrets(context: BootstrapContext, { workspaces }: Bootstrap): Promise<Secrets> {
  const sources = workspaces.flatMap((workspace) => [
    ...workspace.api_keys.map((key) => key.secret),
    ...(workspace.sign_in_provider ? [workspace.sign_in_provider.client_secret] : []),
    ...workspace.oauth_clients.flatMap(({ client_secret: current, previous_client_secret: old }) =>
      old ? [current, old] : [current],
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
  const { name, environment } = workspace;
  await putWorkspace(store, { workspaceId, name, environment });
  // What the file leaves out is read and written again: nobody may change it meanwhile.
  await lockWorkspace(store, workspaceId);
  const stored = await readStoredClients(context, workspace);
  await applyMembers(store, workspace, context.passwords);
  const { sign_in_provider: signIn } = workspace;
  if (signIn === null) await dropSignInProvider(store, workspaceId);
  else if (signIn !== undefined) {
    const clientSecret = secretOf(context, signIn.client_secret);
    await applySignInProvider(store, { workspaceId, clientSecret, declared: signIn });
  }
  const applied = await applyProviders(context, workspace, stored);
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
  await applyOAuthClients(applying, workspace, { stored, ...applied });
  for (const connector of workspace.connectors) {
    await applyConnector(applying, workspace, { ...connector, appId: null });
  }
  for (const app of workspace.apps) await applyApp(applying, workspace, app);
  const previews = await findPreviewsInProduction(store, workspaceId);
  if (previews !== undefined)
    throw invalid(`In workspace "${workspaceId}", ${previewsProblem(previews)}.`);
}

async function applyApp(
  applying: ApplyingConnectors,
  workspace: BootstrapWorkspace,
  app: BootstrapApp,
): Promise<void> {
  const { store } = applying;
  const workspaceId = workspace.id;
  const put = putApp(store, {
    appId: app.id,
    workspaceId,
    name: app.name,
    // Null takes away, like an empty list.
    origins: app.origins === null ? [] : app.origins,
    identityProviders: app.identity_providers === null ? [] : app.identity_providers,
    functionsUrl: functionsUrlOf(applying, workspaceId, app),
    completion: app.completion,
    nativeReturnUrls: app.native_return_urls === null ? [] : app.native_return_urls,
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
      scopes: usualServiceScopes,
    });
    await enter("service token", serviceTokenId, put);
  }
  for (const shared of app.shared_connectors) {
    await applyConnector(applying, workspace, { ...shared, name: undefined, appId: app.id });
  }
}

/** The address of the app's functions, which must be one that may be called. */
function functionsUrlOf(
  { reach }: Applying,
  workspaceId: string,
  app: BootstrapApp,
): string | null | undefined {
  if (app.functions_url === undefined || app.functions_url === null) return app.functions_url;
  const address = functionsAddress(app.functions_url, reach(workspaceId).allowedPrivateOrigins);
  if ("url" in address) return address.url;
  throw invalid(`The functions_url of the app "${app.id}" cannot be used. ${address.problem}`);
}
