/** Consents of users, and to shared connections, as the backend of their app begins and completes them. */
import { GrantryError, isGrantryError } from "../../lib/error.ts";
import { Secret } from "../../lib/secret.ts";
import type { UserProfile } from "../../store/app-users.ts";
import type { AppUserId, Owner } from "../../store/owner.ts";
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
import { type AppsStart, startSharedForApp } from "./shared/start-for-app.ts";
import { type Started, startAuthorization } from "./start.ts";
import { type Authorization, authorizationOfApp } from "./status.ts";

/** A user as a backend names them: by the app's own id, or by their JWT, which is checked. */
export type NamedUser =
  | { readonly userId: string; readonly issuer: string | undefined }
  | { readonly token: string };

/** Whose consent a backend means: a user's, or one for everybody who uses the app. */
export type NamedOwner = NamedUser | { readonly kind: "app" };

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

/** Begins one. Throws as startAuthorization, and forbidden where the service token is limited to other connectors. */
export async function startByBackend(
  context: ConnectContext,
  backend: Backend,
  named: NamedOwner,
  asked: AppsStart,
): Promise<Started> {
  if ("kind" in named) return await startSharedForApp(context, backend, asked);
  const { address } = asked;
  if (address.kind === "id") requireServiceConnector(backend, address.connectorId);
  const { user, label, profile } = await identify(context, backend, named);
  return await startAuthorization(context, {
    ...asked,
    settings: asked.settings ?? {},
    app: backend.app,
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

/** Completes one for its owner, who is named again. Throws as redeem. */
export async function redeemByBackend(
  context: ConnectContext,
  backend: Backend,
  named: NamedOwner,
  proofs: Proofs,
): Promise<Redeemed> {
  const owner = await ownerOf(context, backend, named);
  return await redeem(context, { app: backend.app, owner, backend, ...proofs });
}

async function ownerOf(
  context: ConnectContext,
  backend: Backend,
  named: NamedOwner,
): Promise<Owner> {
  if ("kind" in named) return named;
  const { issuer, userId } = (await identify(context, backend, named)).user;
  return { kind: "user", issuer, userId };
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
