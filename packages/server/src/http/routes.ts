/** Every route that the server has, by the part of the server that serves it. */
import { companyPages } from "./accounts/company-routes.ts";
import { demoPages } from "./accounts/demo-routes.ts";
import { devicePages } from "./accounts/device-routes.ts";
import { factorPages } from "./accounts/factor-routes.ts";
import { invitationPages } from "./accounts/invitation-routes.ts";
import { keyPages } from "./accounts/key-routes.ts";
import { resetPages } from "./accounts/reset-routes.ts";
import { serverWorkspacePages } from "./accounts/server-workspace-routes.ts";
import { signInPages } from "./accounts/sign-in-routes.ts";
import { appsRoutes } from "./base44/app-routes.ts";
import { appUserRoutes } from "./base44/app-user-routes.ts";
import { connectorRoutes } from "./base44/connector-routes.ts";
import { governanceRoutes } from "./base44/governance-routes.ts";
import { stripeRoutes } from "./base44/payment-routes.ts";
import { sdkRoutes } from "./base44/sdk-routes.ts";
import { sharedConnectionRoutes } from "./base44/shared-connection-routes.ts";
import { tokenRoutes } from "./base44/token-routes.ts";
import { workspaceRoutes } from "./base44/workspace-routes.ts";
import { oauthRoutes, userInfoRoute } from "./command-line/routes.ts";
import { printedPages } from "./dashboard/printed-routes.ts";
import { dashboardPages } from "./dashboard/routes.ts";
import { documentationPages } from "./documentation/routes.ts";
import { functionRoutes } from "./functions/routes.ts";
import { consentPages } from "./public/browser-routes.ts";
import { healthRoutes } from "./public/health-routes.ts";
import { metricsRoute } from "./public/metrics-route.ts";
import type { Route } from "./route.ts";
import { logoutRoutes, signalRoutes } from "./signals/routes.ts";
import { ownFunctionRoutes, ownJsonRoutes, ownPictureRoutes } from "./v1/routes.ts";

const operatorRoutes = [
  ...sharedConnectionRoutes,
  ...appsRoutes,
  ...stripeRoutes,
  ...workspaceRoutes,
  ...connectorRoutes,
  ...governanceRoutes,
];

/** Bodies are JSON, and errors are; cookies are not read. */
const jsonRoutes = [
  ...tokenRoutes,
  ...operatorRoutes,
  ...healthRoutes,
  ...sdkRoutes,
  metricsRoute,
  userInfoRoute,
  ...ownJsonRoutes,
  ...documentationPages,
];

/** Forms of operators in, pages out. */
const accountPages = [
  ...signInPages,
  ...demoPages,
  ...factorPages,
  ...resetPages,
  ...companyPages,
  ...keyPages,
  ...serverWorkspacePages,
  ...devicePages,
  ...invitationPages,
  ...dashboardPages,
  ...printedPages,
];

/** What server.ts serves, each part with parsers and errors of its own. */
export const routesByPart = {
  json: jsonRoutes,
  appUser: appUserRoutes,
  consent: consentPages,
  account: accountPages,
  oauth: oauthRoutes,
  pictures: ownPictureRoutes,
  signals: signalRoutes,
  logouts: logoutRoutes,
  functions: [...functionRoutes, ...ownFunctionRoutes],
} satisfies Record<string, readonly Route[]>;

/** All of them, for whoever reads declarations. */
export const routes: readonly Route[] = Object.values(routesByPart).flat();
