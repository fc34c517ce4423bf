/** The users of an app: who is signed in, and tokens by which the backend signs somebody in. */
import { address } from "@grantry/contract/v1/common";
import { me } from "@grantry/contract/v1/server";
import { createUserTokenRequest, userToken } from "@grantry/contract/v1/tokens";
import { issueUserToken } from "../../service/app-users/index.ts";
import { route } from "../route.ts";

const tag = "Users";

export const userOperations = [
  route({
    method: "GET",
    path: "/v1/apps/:app_id/me",
    for: "app_user",
    operationId: "getMe",
    tag,
    summary: "The signed-in user",
    params: address("app_id"),
    answer: me,
    handler: (_context, { userId, issuer, email, name }) => ({
      user_id: userId,
      issuer: issuer?.issuer ?? null,
      email,
      name,
    }),
  }),
  route({
    method: "POST",
    path: "/v1/apps/:app_id/user-tokens",
    for: "backend",
    operationId: "createUserToken",
    tag,
    summary: "A short-lived JWT for one of the app's users",
    params: address("app_id"),
    body: createUserTokenRequest,
    answer: userToken,
    status: 201,
    refuses: ["user_issuer_required", "user_issuer_unknown"],
    handler: async (context, backend, { body }) => {
      const { token, expiresIn } = await issueUserToken(context, backend, {
        userId: body.user_id,
        issuer: body.issuer,
        email: body.email,
        name: body.name,
        expiresIn: body.expires_in,
      });
      return { access_token: token, token_type: "Bearer" as const, expires_in: expiresIn };
    },
  }),
];
