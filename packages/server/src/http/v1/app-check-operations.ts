/** Whether what an app is set up with works: its identity providers, its functions. */
import {
  checkedUserToken,
  checkUserTokenRequest,
  testedFunction,
  testFunctionRequest,
} from "@grantry/contract/v1/app-checks";
import { address } from "@grantry/contract/v1/common";
import { Secret } from "../../lib/secret.ts";
import { operatorAtApp } from "../../service/accounts/index.ts";
import { checkUserToken } from "../../service/app-users/index.ts";
import { testFunction } from "../../service/functions/index.ts";
import { route } from "../route.ts";

const tag = "Apps";
const app = "/v1/workspaces/:workspace_id/apps/:app_id";
const ofApp = address("workspace_id", "app_id");

export const appCheckOperations = [
  route({
    method: "POST",
    path: `${app}/identity-providers/check-token`,
    for: "operator",
    permission: "apps:read",
    operationId: "checkUserToken",
    tag,
    summary: "Why a user's token is accepted or refused, rule by rule; it is not kept",
    params: ofApp,
    body: checkUserTokenRequest,
    answer: checkedUserToken,
    refuses: ["app_not_found"],
    handler: async (context, operator, { params: { appId }, body: { token } }) => {
      const atApp = await operatorAtApp(context, operator, appId);
      const { accepted, rules, user } = await checkUserToken(context, atApp.app, new Secret(token));
      return {
        accepted,
        rules: rules.map((rule) => ({ ...rule })),
        user: user && {
          user_id: user.userId,
          issuer: user.issuer,
          email: user.email,
          name: user.name,
        },
      };
    },
  }),
  route({
    method: "POST",
    path: `${app}/functions/test`,
    for: "operator",
    permission: "apps:write",
    operationId: "testFunction",
    tag,
    summary: "Call a function of the app once, by GET and without a user, and say how it answered",
    params: ofApp,
    body: testFunctionRequest,
    answer: testedFunction,
    refuses: ["app_not_found", "functions_not_configured"],
    handler: async (context, operator, request) => {
      const { appId } = request.params;
      await operatorAtApp(context, operator, appId);
      const { name: path } = request.body;
      return await testFunction(context, { appId, path, requestId: request.id });
    },
  }),
];
