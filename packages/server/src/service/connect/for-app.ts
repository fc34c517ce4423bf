/** Consents of users as the backend of their app begins and completes them. */
import { GrantryError, isGrantryError } from "../../lib/error.ts";
import { Secret } from "../../lib/secret.ts";
import type { UserProfile } from "../../store/app-users.ts";
import type { AppUserId } from "../../store/owner.ts";
import {
  appUserLabel,
  authenticateAppUser,
  type Backend,
  requireServiceConnector,
  requireUserIssuer,
  userLabelOf,
} from "../app-users/index.ts";
import { cancelAuthorization } from "./cancel.ts";
import type { ConnectContext } from "./context.ts";
import { type Redeemed, redeem } from "./redeem.ts";
import { type Started, type StartInput, startAuthorization } from "./start.ts";
import { type Authorization, authorizationOfApp } from "./status.ts";

/** A user as a backend names them: by the app's own id, or by their JWT, which is checked. */
export type NamedUser =
  | { readonly userId: string; readonly issuer: string | undefined }
  | { readonly token: string };

interface Known {
  readonly user: AppUserId;
  readonly label: string;
  readonly profile: UserProfile | null;
}

/** Throws issuer_required, issuer_unknown, app_user_required. */
async function identify(
  context: ConnectContext,
  { app }: Backend,
  named: NamedUser,
): Promise<Known> {
  if ("userId" in named) {
    const { userId } = named;
    const issuer = requireUserIssuer(app, named.issuer);
    const label = userLabelOf({ userId, email: null, name: null });
    return { user: { issuer, userId }, label, profile: null };
  }
  try {
    const user = await authenticateAppUser(context, app.appId, new Secret(named.token));
    return { user, label: appUserLabel(user), profile: user };
  } catch (thrown) {
    if (!isGrantryError(thrown, "unauthorized")) throw thrown;
    throw new GrantryError("app_user_required", { detail: thrown.detail, cause: thrown });
  }
}

type BackendsStart = Pick<StartInput, "returnUrl" | "settings" | "locale" | "challenge"> & {
  readonly connectorId: string;
};

/** Begins one. Throws as startAuthorization, and forbidden where the service token is limited to other connectors. */
export async function startForUser(
  context: ConnectContext,
  backend: Backend,
  named: NamedUser,
  { connectorId, ...asked }: BackendsStart,
): Promise<Started> {
  requireServiceConnector(backend, connectorId);
  const { user, label, profile } = await identify(context, backend, named);
  return await startAuthorization(context, {
    ...asked,
    app: backend.app,
    address: { kind: "id", connectorId },
    owner: { kind: "user", issuer: user.issuer, userId: user.userId },
    userLabel: label,
    profile,
    sameOriginBrowser: false,
  });
}

interface Proofs {
  readonly authorizationId: string;
  readonly code: string;
  readonly verifier: string;
}

/** Completes one for the user, who is named again. Throws as redeem. */
export async function redeemForUser(
  context: ConnectContext,
  backend: Backend,
  named: NamedUser,
  proofs: Proofs,
): Promise<Redeemed> {
  const { user } = await identify(context, backend, named);
  const { issuer, userId } = user;
  const redeemed = await redeem(context, {
    app: backend.app,
    issuer,
    userId,
    connectorIds: backend.connectorIds,
    ...proofs,
  });
  return redeemed;
}

/** Cancels one. Throws authorization_not_found, and forbidden likewise. */
export async function cancelForApp(
  context: ConnectContext,
  backend: Backend,
  authorizationId: string,
): Promise<Authorization> {
  await authorizationOfApp(context, backend, authorizationId);
  const { appId } = backend.app;
  return await cancelAuthorization(context, { appId, authorizationId }, () => true);
}
