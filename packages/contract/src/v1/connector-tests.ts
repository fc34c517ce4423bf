/** Tests of connectors: the real flow once, and what came of each step. */
import { z } from "zod";
import { authorizationMembers, locale } from "./authorizations.ts";
import { instant } from "./common.ts";

const testStep = z
  .object({
    name: z
      .enum([
        "redirect_uri",
        "consent",
        "response",
        "code_exchange",
        "account",
        "scopes",
        "api_call",
        "revocation",
      ])
      .describe(
        "`redirect_uri`: the provider sends people back to it. `response`: state, issuer and form of its answer. `api_call`: the first call that the catalogue declares. `revocation`: the grant is given back.",
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
    id: "ConnectorTestStep",
    examples: [{ name: "consent", result: "passed", detail: null, remedy: null }],
  });

const members = {
  ...authorizationMembers,
  purpose: z.literal("test"),
  connector_id: z.string(),
  requested_scopes: z.array(z.string()),
  steps: z.array(testStep).describe("All of them, in their order."),
  created_at: instant,
  expires_at: instant.describe("Until then it must be finished."),
};
const example = {
  id: "auz_6cV1",
  status: "pending",
  error: null,
  purpose: "test",
  connector_id: "665f1c0f2ab79d3f7c1c2d4e",
  requested_scopes: ["https://www.googleapis.com/auth/calendar.readonly"],
  steps: [{ name: "redirect_uri", result: "not_run", detail: null, remedy: null }],
  created_at: "2026-05-04T09:00:00Z",
  expires_at: "2026-05-04T09:10:00Z",
};

export const connectorTest = z.object(members).meta({
  id: "ConnectorTest",
  description: "`failed` where one of its steps failed. Nothing is kept of what was granted.",
  examples: [example],
});

export const startedConnectorTest = z.object({ ...members, connect_url: z.url() }).meta({
  id: "StartedConnectorTest",
  description:
    "`connect_url` is a credential: single use, ten minutes. Open it in your own browser, and ask for the test again until it is no longer `pending`.",
  examples: [
    { ...example, connect_url: "https://connect.example.com/api/external-auth/connect/…" },
  ],
});

export const testConnectorRequest = z
  .strictObject({ locale: locale.optional() })
  .meta({ id: "TestConnectorRequest", examples: [{}] });
