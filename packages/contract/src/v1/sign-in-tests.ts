/** Tests of a workspace's identity provider: the real flow once, and what came of each step. */
import { z } from "zod";
import { instant } from "./common.ts";

const step = z
  .object({
    name: z
      .enum(["discovery", "keys", "client", "redirect_uri", "sign_in", "code_exchange", "account"])
      .describe(
        "`client`: the provider accepts client ID and secret. `redirect_uri`: it sends people back to it. `sign_in`: somebody signed in there. `code_exchange`: the code was exchanged for an ID token that counts. `account`: what would become of that person here.",
      ),
    result: z
      .enum(["passed", "failed", "skipped", "not_run"])
      .describe(
        "`skipped`: it cannot be shown here, and `detail` says why. `not_run`: the test has not come to it.",
      ),
    detail: z
      .string()
      .nullable()
      .describe("What was seen, for people; null where the result says all."),
    remedy: z.string().nullable().describe("Of a failure: what to do."),
  })
  .meta({
    id: "SignInTestStep",
    examples: [{ name: "discovery", result: "passed", detail: null, remedy: null }],
  });

export const signInTest = z
  .object({
    id: z.string(),
    status: z
      .enum(["pending", "completed", "failed", "expired"])
      .describe("`pending`: it waits for you to open `sign_in_url`."),
    sign_in_url: z
      .url()
      .nullable()
      .describe(
        "Open it in a browser in which you are signed in here, and sign in at the provider; null where nothing waits for it.",
      ),
    steps: z.array(step).describe("All of them, in their order."),
    created_at: instant,
    expires_at: instant.describe("Until then it must be finished."),
  })
  .meta({
    id: "SignInTest",
    description:
      "`failed` where one of its steps failed. Nobody is signed in by it, and no account is changed. It is kept for an hour.",
    examples: [
      {
        id: "sit_6cV1",
        status: "pending",
        sign_in_url: "https://connect.example.com/sign-in/company/ws_main/tests/sit_6cV1",
        steps: [{ name: "discovery", result: "passed", detail: null, remedy: null }],
        created_at: "2026-05-04T09:00:00Z",
        expires_at: "2026-05-04T09:10:00Z",
      },
    ],
  });

export const testSignInProviderRequest = z
  .strictObject({})
  .meta({ id: "TestSignInProviderRequest", examples: [{}] });
