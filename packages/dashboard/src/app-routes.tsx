/** The addresses of an app. */
import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { workspaceRoute } from "./base-routes.tsx";
import { dialogIn } from "./dialogs.ts";
import type { Given } from "./search.ts";

const appRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "apps/$appId",
  component: lazyRouteComponent(() => import("./pages/apps/app.tsx"), "AppPage"),
});

const appHomeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/",
  // Before the page is loaded: a page that led on once it is there would take whoever has gone elsewhere meanwhile along.
  beforeLoad: ({ params }) => {
    throw redirect({
      to: "/workspaces/$workspaceId/apps/$appId/integrations",
      params,
      replace: true,
    });
  },
});

const integrationsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "integrations",
  validateSearch: (given: Given) =>
    dialogIn("/workspaces/$workspaceId/apps/$appId/integrations", given),
  component: lazyRouteComponent(() => import("./pages/apps/integrations.tsx"), "IntegrationsPage"),
});

const appGeneralRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "general",
  validateSearch: (given: Given) => dialogIn("/workspaces/$workspaceId/apps/$appId/general", given),
  component: lazyRouteComponent(() => import("./pages/apps/general.tsx"), "AppGeneralPage"),
});

const usersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "users",
  validateSearch: (given: Given) => dialogIn("/workspaces/$workspaceId/apps/$appId/users", given),
  component: lazyRouteComponent(() => import("./pages/apps/users.tsx"), "UsersPage"),
});

const userRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "users/$userId",
  validateSearch: (given: Given) =>
    dialogIn("/workspaces/$workspaceId/apps/$appId/users/$userId", given),
  component: lazyRouteComponent(() => import("./pages/apps/user.tsx"), "UserPage"),
});

const functionsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "functions",
  component: lazyRouteComponent(() => import("./pages/apps/functions.tsx"), "FunctionsPage"),
});

const brandingRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "branding",
  component: lazyRouteComponent(() => import("./pages/apps/branding.tsx"), "BrandingPage"),
});

const originsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "origins",
  validateSearch: (given: Given) => dialogIn("/workspaces/$workspaceId/apps/$appId/origins", given),
  component: lazyRouteComponent(() => import("./pages/apps/origins.tsx"), "AppOriginsPage"),
});

const identityProvidersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "identity-providers",
  validateSearch: (given: Given) =>
    dialogIn("/workspaces/$workspaceId/apps/$appId/identity-providers", given),
  component: lazyRouteComponent(
    () => import("./pages/apps/identity-providers.tsx"),
    "IdentityProvidersPage",
  ),
});

const serviceTokensRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "service-tokens",
  validateSearch: (given: Given) =>
    dialogIn("/workspaces/$workspaceId/apps/$appId/service-tokens", given),
  component: lazyRouteComponent(
    () => import("./pages/apps/service-tokens.tsx"),
    "ServiceTokensPage",
  ),
});

export const appRoutes = appRoute.addChildren([
  appHomeRoute,
  integrationsRoute,
  appGeneralRoute,
  usersRoute,
  userRoute,
  functionsRoute,
  brandingRoute,
  originsRoute,
  identityProvidersRoute,
  serviceTokensRoute,
]);
