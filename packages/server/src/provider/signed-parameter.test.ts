import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { Clock } from "../lib/clock.ts";
import { Secret } from "../lib/secret.ts";
import { checkAuthorizationResponse } from "./authorization-response.ts";
import type { ProviderClient } from "./provider-client.ts";
import { clientWith, signedText } from "./test/fixture.ts";

const clock = { nowSeconds: () => 1_797_872_400 } as Clock; // 2026-12-21T17:00:00Z
const client: ProviderClient = {
  ...clientWith({
    authorization: {
      pkce: "S256",
      answer: "installation",
      signed_parameter: {
        name: "signed",
        signed_at: "signDate",
        max_age_seconds: 600,
        refused_members: ["aid"],
      },
    },
    refresh: { mode: "client_credentials", rotation: "stable", inconclusive: "retry" },
    kept_values: [
      {
        name: "instance_id",
        from: "signed_callback",
        path: "instanceId",
        validation_pattern: "^[a-z0-9-]+$",
        required: true,
      },
    ],
  }),
  clock,
};
const members = { instanceId: "site-1", signDate: "2026-12-21T16:59:00.123Z" };
const good = signedText(members, "s3cret");

function check(signed: string | null, of: ProviderClient = client): unknown {
  const parameters = new URLSearchParams({ state: "state-1", instanceId: "site-2" });
  if (signed !== null) parameters.set("signed", signed);
  try {
    return checkAuthorizationResponse(of, parameters, "state-1").revealSigned();
  } catch (thrown) {
    return thrown;
  }
}

describe("a signed authorization response", () => {
  test("says what was signed and nothing of what stands beside it", () => {
    expect(check(good)).toEqual(members);
  });

  test("may be signed with either secret while one is being replaced (SEC-34)", () => {
    const clientSecrets = [new Secret("new-one"), new Secret("s3cret")];
    expect(check(good, { ...client, clientSecrets })).toEqual(members);
  });

  test.each<[string, string | null]>([
    ["no signature at all", null],
    ["an empty one", ""],
    ["a signature of nothing", `${createHmac("sha256", "s3cret").update("").digest("base64url")}.`],
    ["one part", good.replace(".", "")],
    ["three parts", `${good}.x`],
    ["the signature of another secret", signedText(members, "other")],
    ["the signature of other members", `${good.split(".")[0]}.${btoa('{"instanceId":"site-2"}')}`],
    ["a signature cut short", good.slice(1)],
    ["no members", signedText("text", "s3cret")],
    ["no moment", signedText({ instanceId: "site-1" }, "s3cret")],
    ["a moment long past", signedText({ ...members, signDate: "2026-12-21T16:49:59Z" }, "s3cret")],
    ["a moment to come", signedText({ ...members, signDate: "2026-12-21T17:01:01Z" }, "s3cret")],
    ["a member that is refused", signedText({ ...members, aid: "visitor" }, "s3cret")],
  ])("with %s is refused", (_what, signed) => {
    const error = check(signed);
    expect(error).toMatchObject({ kind: "bad_response", reason: "signature_invalid" });
    expect(inspect(error)).not.toMatch(/s3cret|site-1/);
  });

  test("cannot be checked without a secret, which is the operator's fault", () => {
    const error = check(good, { ...client, clientSecrets: [] });
    expect(error).toMatchObject({ kind: "client_fault", reason: "no_client_secret" });
  });
});
