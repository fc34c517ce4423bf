/** `client.auth`: who the signed-in app user is. */
import type { CallOptions } from "./connector-types.ts";
import { isGrantryError } from "./errors.ts";
import type { PageWindow } from "./page.ts";
import type { Credentials, Send } from "./request.ts";
import { returnUrlOf } from "./return-url.ts";
import type { Me } from "./v1-shapes.ts";
import { readText, readTextOrNull } from "./wire.ts";

/** The signed-in app user. */
export interface User {
  /** Stable id, the subject of the user's token. */
  id: string;
  email: string | null;
  fullName: string | null;
  /** The same as `fullName`, in the spelling that code written for Base44 reads. */
  full_name: string | null;
}

/** `client.auth` */
export interface AuthModule {
  /**
   * The app user whose token this client holds.
   *
   * @throws GrantryError `unauthorized` where the token is missing, invalid or expired.
   * @example
   * ```ts
   * const { id, email } = await client.auth.me();
   * ```
   */
  me(options?: CallOptions): Promise<User>;
}

/** Builds the module. `credentials` says who asks. */
export function createAuth(send: Send, credentials: Credentials): AuthModule {
  return {
    me: async (options = {}) => {
      const { signal } = options;
      const body = await send<Me>({ method: "GET", path: "/me", credentials, signal });
      const fullName = readTextOrNull(body, "name");
      return {
        id: readText(body, "user_id"),
        email: readTextOrNull(body, "email"),
        fullName,
        full_name: fullName,
      };
    },
  };
}

/** Sends the browser to the app's login page where nobody is signed in. */
export async function requireUser(
  page: PageWindow,
  auth: AuthModule,
  appBaseUrl: string,
): Promise<void> {
  try {
    await auth.me();
  } catch (thrown) {
    if (!isGrantryError(thrown) || (thrown.status !== 401 && thrown.status !== 403)) return;
    const from = encodeURIComponent(returnUrlOf(page.location.href) ?? page.location.origin);
    page.location.assign(`${appBaseUrl}/login?from_url=${from}`);
  }
}
