/** A company's sign-in of which nothing is checked. */
import type { AppInput } from "@grantry/server/app";
import { type Claims, openIdProvider } from "@grantry/server/oauth/sign-in";
import { decodeJwt } from "jose";

type Open = NonNullable<
  NonNullable<NonNullable<AppInput["weakened"]>["defences"]>["openIdProvider"]
>;

/** Whatever the token endpoint answers is believed. */
export const believedSignIn: Open = (server, party, context) => ({
  ...openIdProvider(server, party, context),
  claimsOf: async (answer) => {
    const answered = await context.send({
      method: "POST",
      url: String(server.token_endpoint),
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: `grant_type=authorization_code&code=${answer.get("code")}`,
    });
    const { id_token } = (await answered.json()) as { readonly id_token: string };
    return decodeJwt(id_token) as Claims;
  },
});
