/** The addresses of a person's own account. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "./base-routes.tsx";
import { dialogIn } from "./dialogs.ts";
import type { Given } from "./search.ts";
import { AccountFrame } from "./shell/frame.tsx";

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/account",
  component: AccountFrame,
});

const profileRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./pages/account/profile.tsx"), "ProfilePage"),
});

const securityRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "security",
  validateSearch: (given: Given) => dialogIn("/account/security", given),
  component: lazyRouteComponent(() => import("./pages/account/security.tsx"), "SecurityPage"),
});

const sessionsRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "sessions",
  validateSearch: (given: Given) => dialogIn("/account/sessions", given),
  component: lazyRouteComponent(() => import("./pages/account/sessions.tsx"), "SessionsPage"),
});

const ownKeysRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "keys",
  validateSearch: (given: Given) => dialogIn("/account/keys", given),
  component: lazyRouteComponent(() => import("./pages/account/keys.tsx"), "OwnKeysPage"),
});

export const accountRoutes = accountRoute.addChildren([
  profileRoute,
  securityRoute,
  sessionsRoute,
  ownKeysRoute,
]);
