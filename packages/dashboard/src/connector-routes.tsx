/** The addresses of connectors, and of what they stand on: OAuth clients and custom providers. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { workspaceRoute } from "./base-routes.tsx";
import { dialogIn } from "./dialogs.ts";
import { type Given, known, oneOf, shortText } from "./search.ts";

const connectorsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "connectors",
  validateSearch: ({ tab }: Given) =>
    known({ tab: oneOf(["shared", "providers", "oauth-clients"], tab) }),
  component: lazyRouteComponent(() => import("./pages/connectors/list.tsx"), "ConnectorsPage"),
});

const chooseRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "connectors/new",
  validateSearch: ({ category }: Given) => known({ category: shortText(category) }),
  component: lazyRouteComponent(() => import("./pages/connectors/choose.tsx"), "ChoosePage"),
});

const registerRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "connectors/new/$type",
  component: lazyRouteComponent(() => import("./pages/connectors/register.tsx"), "RegisterPage"),
});

const connectorRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "connectors/$connectorId",
  validateSearch: ({ code, test, ...given }: Given) => ({
    ...dialogIn("/workspaces/$workspaceId/connectors/$connectorId", given),
    ...known({ test: shortText(test), code: oneOf(["base44", "http"], code) }),
  }),
  component: lazyRouteComponent(() => import("./pages/connectors/connector.tsx"), "ConnectorPage"),
});

const activityRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "connectors/$connectorId/activity",
  validateSearch: ({ period }: Given) => known({ period: oneOf(["24h", "30d"], period) }),
  component: lazyRouteComponent(() => import("./pages/connectors/activity.tsx"), "ActivityPage"),
});

const oauthClientRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "oauth-clients/$oauthClientId",
  validateSearch: (given: Given) =>
    dialogIn("/workspaces/$workspaceId/oauth-clients/$oauthClientId", given),
  component: lazyRouteComponent(
    () => import("./pages/oauth-clients/client.tsx"),
    "OAuthClientPage",
  ),
});

const ownRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "connectors/own",
  validateSearch: ({ by }: Given) => known({ by: oneOf(["entry"], by) }),
  component: lazyRouteComponent(() => import("./pages/providers/own.tsx"), "OwnPage"),
});

const providerRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "providers/$providerId",
  validateSearch: (given: Given) =>
    dialogIn("/workspaces/$workspaceId/providers/$providerId", given),
  component: lazyRouteComponent(() => import("./pages/providers/provider.tsx"), "ProviderPage"),
});

export const connectorRoutes = [
  connectorsRoute,
  chooseRoute,
  registerRoute,
  ownRoute,
  connectorRoute,
  activityRoute,
  oauthClientRoute,
  providerRoute,
] as const;
