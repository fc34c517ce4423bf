/** The app user's token: a text, or a function that is asked for one whenever it is needed. */
import { bearerToken } from "./arguments.ts";
import { GrantryError } from "./errors.ts";

/** A user's token, or what gives it; null where nobody is signed in. */
export type UserToken =
  | string
  | null
  | (() => string | null | undefined | Promise<string | null | undefined>);

/** The user's token of a client, which may be replaced while the client lives. */
export interface UserCredentials {
  /**
   * The token of this moment; undefined where nobody is signed in. Rejects with a GrantryError
   * `token_unavailable` where the app's function failed.
   */
  readonly token: () => Promise<string | undefined>;
  readonly set: (token: UserToken) => void;
}

/** Throws an Error where the token is one that a header cannot carry. */
export function createUserCredentials(given: UserToken | undefined): UserCredentials {
  let give: () => string | undefined | Promise<string | undefined>;
  const set = (token: UserToken | undefined) => {
    if (typeof token === "function") {
      give = async () => bearerToken(await token(), "token");
      return;
    }
    const fixed = bearerToken(token, "token");
    give = () => fixed;
  };
  set(given);
  return {
    token: async () => {
      try {
        return await give();
      } catch (cause) {
        const message = "The function given as token failed, so nothing was sent.";
        throw new GrantryError(message, { code: "token_unavailable", cause });
      }
    },
    set,
  };
}

/** The header that carries a token; none where there is none. */
export function bearerHeader(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { Authorization: `Bearer ${token}` };
}
