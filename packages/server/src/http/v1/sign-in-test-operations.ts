/** Tests of a workspace's identity provider: the real flow once, and nobody is signed in by it. */
import { address } from "@grantry/contract/v1/common";
import { signInTest, testSignInProviderRequest } from "@grantry/contract/v1/sign-in-tests";
import type { z } from "zod";
import {
  attemptSeconds,
  beginSignInTest,
  readSignInTest,
  type SignInTest,
} from "../../service/accounts/index.ts";
import { route } from "../route.ts";
import { instantOf } from "./time.ts";

const tag = "People";
const tests = "/v1/workspaces/:workspace_id/sign-in-provider/tests";

function viewTest(one: SignInTest): z.output<typeof signInTest> {
  return {
    id: one.signInTestId,
    status: one.status,
    sign_in_url: one.url,
    steps: one.steps.map((step) => ({ ...step })),
    created_at: instantOf(one.createdAt),
    expires_at: instantOf(one.expiresAt),
  };
}

export const signInTestOperations = [
  route({
    method: "POST",
    path: tests,
    for: "operator",
    permission: "workspace:own",
    operationId: "testSignInProvider",
    tag,
    summary: "Go through the real flow once and sign nobody in; open sign_in_url in your browser",
    params: address("workspace_id"),
    body: testSignInProviderRequest,
    answer: signInTest,
    status: 201,
    answerSeconds: attemptSeconds,
    refuses: ["person_required", "sign_in_provider_not_found", "too_many_attempts"],
    handler: async (context, operator) => viewTest(await beginSignInTest(context, operator)),
  }),
  route({
    method: "GET",
    path: `${tests}/:sign_in_test_id`,
    for: "operator",
    permission: "workspace:own",
    operationId: "getSignInProviderTest",
    tag,
    summary: "What came of a test that you began, step by step",
    params: address("workspace_id", "sign_in_test_id"),
    answer: signInTest,
    refuses: ["person_required", "sign_in_test_not_found"],
    handler: async (context, operator, { params }) =>
      viewTest(await readSignInTest(context, operator, params.signInTestId)),
  }),
];
