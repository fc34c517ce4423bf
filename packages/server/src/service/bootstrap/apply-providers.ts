/** The custom providers of a bootstrap file. */
import { isGrantryError } from "../../lib/error.ts";
import { UnusableAnswerError } from "../../lib/outbound.ts";
import { nameOf } from "../../lib/value-name.ts";
import { listProviders } from "../../store/providers.ts";
import {
  type DeclarationSource,
  declarationError,
  type PreparedProvider,
  type ProviderRules,
  prepareProvider,
  storeProvider,
} from "../manage/index.ts";
import { findUnknownClient, type StoredClients } from "./apply-oauth-clients.ts";
import type {
  AppliedProviders,
  Applying,
  PreparedProviders,
  ProvidersContext,
} from "./applying.ts";
import type { Bootstrap, BootstrapWorkspace } from "./bootstrap-schema.ts";

/**
 * Checks every declaration and asks the issuers, before anything is written. An issuer that is away
 * is no reason not to start: what was found out before is kept.
 */
export async function prepareProviders(
  context: ProvidersContext,
  { workspaces, locate = nameOf }: Bootstrap,
): Promise<PreparedProviders> {
  const prepared = new Map<BootstrapWorkspace, PreparedProvider[]>();
  for (const [at, workspace] of workspaces.entries()) {
    const seen = new Set<unknown>();
    const ready: PreparedProvider[] = [];
    for (const [index, declared] of workspace.providers.entries()) {
      const source: DeclarationSource = {
        code: "config_invalid",
        locate: (path) => locate(["workspaces", at, "providers", index, ...path]),
      };
      const { id } = declared;
      if (seen.has(id)) throw declarationError(source, [{ path: ["id"], message: "stands twice" }]);
      seen.add(id);
      const one = await prepareOrKeep(context, workspace.id, declared, source);
      if (one !== null) ready.push(one);
    }
    prepared.set(workspace, ready);
  }
  return prepared;
}

async function prepareOrKeep(
  { store, catalogue, reach }: ProvidersContext,
  workspaceId: string,
  declared: Readonly<Record<string, unknown>>,
  source: DeclarationSource,
): Promise<PreparedProvider | null> {
  const rules: ProviderRules = { catalogue, ...reach(workspaceId) };
  try {
    return await prepareProvider(rules, declared, source);
  } catch (thrown) {
    const isAway =
      isGrantryError(thrown, "provider_unavailable") || isGrantryError(thrown, "server_restored");
    if (!isAway && !isUnusable(thrown)) throw thrown;
    const known = await listProviders(store, workspaceId);
    if (known.some(({ entry }) => isOfIssuer(entry, declared["issuer"], declared["id"])))
      return null;
    if (!isAway) throw thrown;
    const why = thrown.detail.replace(/\.$/, "");
    throw declarationError(source, [
      { path: ["issuer"], message: `cannot be asked at the moment. ${why}` },
    ]);
  }
}

/** Whether an issuer answered what is not taken, as one may that is being worked on: no reason not to start. */
function isUnusable(thrown: unknown): boolean {
  if (thrown instanceof UnusableAnswerError) return true;
  return thrown instanceof Error && isUnusable(thrown.cause);
}

function isOfIssuer(entry: string, issuer: unknown, id: unknown): boolean {
  const stored = JSON.parse(entry) as { id?: unknown; metadata?: { issuer?: unknown } };
  return stored.id === id && stored.metadata?.issuer === issuer;
}

/**
 * To be called in the transaction that applies the file. Where a provider would take a client's secret
 * elsewhere that the file does not know (SEC-33), a command is told so (config_invalid). A server starts,
 * with a warning, or anybody who may change a provider by the API could keep it from starting: such a
 * provider stays as it is.
 */
export async function applyProviders(
  { store, providers, log }: Applying,
  workspace: BootstrapWorkspace,
  stored: StoredClients,
): Promise<AppliedProviders> {
  const kept = new Set<string>();
  const moved = new Set<string>();
  for (const one of providers.get(workspace) ?? []) {
    const { providerId, source } = one;
    await storeProvider(store, workspace.id, one, async () => {
      const unknown = findUnknownClient(stored, providerId);
      if (unknown === undefined) {
        moved.add(providerId);
        return true;
      }
      const message = `sends secrets and tokens elsewhere than before, so the OAuth client "${unknown}" must be declared with the secret that it has, as client_secret or previous_client_secret`;
      if (log === undefined) throw declarationError(source, [{ path: ["metadata"], message }]);
      log.warn({ workspaceId: workspace.id, providerId }, `provider not changed: it ${message}`);
      kept.add(providerId);
      return false;
    });
  }
  return { kept, moved };
}
