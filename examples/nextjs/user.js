import { cookies } from "next/headers";

const isSecure = () => process.env.APP_URL.startsWith("https:");
export const cookie = () => ({ httpOnly: true, sameSite: "lax", secure: isSecure(), path: "/" });

/** In place of your own sign-in: every browser is a user, known by a number that nobody guesses. */
export async function userOf() {
  const jar = await cookies();
  const userId = jar.get("user")?.value ?? crypto.randomUUID();
  jar.set("user", userId, cookie());
  return { userId };
}
