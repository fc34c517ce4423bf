/** Who is signed in: two made-up users, and a random session ID in a cookie. */
import { randomBytes } from "node:crypto";
import { parseCookie, stringifySetCookie } from "cookie";

export interface DemoUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

const users: readonly DemoUser[] = [
  { id: "mia", name: "Mia", email: "mia@daybook.example" },
  { id: "noah", name: "Noah", email: "noah@daybook.example" },
];

export interface Session {
  readonly user: DemoUser;
  /** The last authorization of the shared calendar that this session has started. */
  authorizationId: string | null;
}

export interface Sessions {
  /** Signs in the user of this ID; the cookie to set. Undefined where there is no such user. */
  start(userId: string | null): string | undefined;
  find(request: Request): Session | undefined;
  /** Signs out; the cookie to set. */
  end(request: Request): string;
}

const cookieName = "daybook_session";

/** Sessions in memory: a restart signs everybody out. */
export function createSessions(): Sessions {
  const sessions = new Map<string, Session>();
  return {
    start: (userId) => {
      const user = users.find(({ id }) => id === userId);
      if (user === undefined) return undefined;
      const sessionId = randomBytes(32).toString("base64url");
      sessions.set(sessionId, { user, authorizationId: null });
      return cookie(sessionId, 86_400);
    },
    find: (request) => sessions.get(sessionIdOf(request)),
    end: (request) => {
      sessions.delete(sessionIdOf(request));
      return cookie("", 0);
    },
  };
}

function sessionIdOf(request: Request): string {
  return parseCookie(request.headers.get("cookie") ?? "")[cookieName] ?? "";
}

/** An app on the internet adds `Secure`; on loopback there is no https. */
function cookie(value: string, maxAge: number): string {
  return stringifySetCookie({
    name: cookieName,
    value,
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    maxAge,
  });
}
