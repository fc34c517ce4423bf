/** The addresses of a person's own account. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "./base-routes.tsx";
import { type Given, known, oneOf } from "./search.ts";
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
  validateSearch: ({ dialog }: Given) =>
    known({ dialog: oneOf(["password", "app", "remove-app", "codes", "passkey"], dialog) }),
  component: lazyRouteComponent(() => import("./pages/account/security.tsx"), "SecurityPage"),
});

const sessionsRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "sessions",
  validateSearch: ({ dialog }: Given) => known({ dialog: oneOf(["end-others"], dialog) }),
  component: lazyRouteComponent(() => import("./pages/account/sessions.tsx"), "SessionsPage"),
});

const ownKeysRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "keys",
  validateSearch: ({ dialog }: Given) => known({ dialog: oneOf(["create"], dialog) }),
  component: lazyRouteComponent(() => import("./pages/account/keys.tsx"), "OwnKeysPage"),
});

export const accountRoutes = accountRoute.addChildren([
  profileRoute,
  securityRoute,
  sessionsRoute,
  ownKeysRoute,
]);
