import { describe, expect, test } from "vitest";
import { OutboundError } from "../lib/outbound.ts";
import {
  classify,
  ProviderError,
  type ProviderErrorKind,
  providerError,
} from "./provider-error.ts";

const rules = {
  denied: ["blocked_by_admin"],
  dead_grant: ["bad_refresh_token"],
  client_fault: ["bad_secret"],
  invalid_client: ["bad_secret"],
  transient: ["busy"],
};

function kindOf(status: number | null, word: string | null, ...subtypes: string[]) {
  return classify({ status, word, subtypes, description: null, retryAfterSeconds: null }, rules)
    .kind;
}

describe("an error answer (SEC-36)", () => {
  test.each<[number | null, string | null, ProviderErrorKind]>([
    [400, "invalid_grant", "dead_grant"],
    [401, "invalid_grant", "dead_grant"],
    [403, "invalid_grant", "dead_grant"],
    [200, "bad_refresh_token", "dead_grant"],
    [400, "invalid_client", "client_fault"],
    [401, "invalid_client", "client_fault"],
    [200, "bad_secret", "client_fault"],
    [400, "unauthorized_client", "client_fault"],
    [400, "redirect_uri_mismatch", "client_fault"],
    [400, "unsupported_grant_type", "client_fault"],
    [400, "invalid_scope", "client_fault"],
    [401, null, "client_fault"],
    [429, null, "transient"],
    [429, "invalid_grant", "transient"],
    [500, null, "transient"],
    [500, "invalid_grant", "transient"],
    [502, null, "transient"],
    [503, "invalid_client", "transient"],
    [504, null, "transient"],
    [408, null, "transient"],
    [400, "temporarily_unavailable", "transient"],
    [200, "busy", "transient"],
    [400, "access_denied", "denied"],
    [400, "blocked_by_admin", "denied"],
    [400, "never_heard_of", "unusable_answer"],
    [403, null, "unusable_answer"],
    [404, null, "unusable_answer"],
    [200, "never_heard_of", "unusable_answer"],
    [null, "never_heard_of", "refused"],
    [null, "", "bad_response"],
    [null, "server_error", "transient"],
  ])("with status %j and word %j is %s", (status, word, kind) => {
    expect(kindOf(status, word)).toBe(kind);
  });

  test("is classed by its finer word first", () => {
    expect(kindOf(400, "invalid_grant", "busy")).toBe("transient");
    expect(kindOf(400, "busy", "17", "bad_secret")).toBe("client_fault");
    expect(kindOf(400, null, "17", "bad_refresh_token")).toBe("dead_grant");
  });

  test.each([
    [new OutboundError("not_sent", "x"), "transient"],
    [new OutboundError("no_answer", "x"), "no_answer"],
    [new OutboundError("refused", "x"), "client_fault"],
  ])("of the network, %s, is %s", (thrown, kind) => {
    expect(providerError(thrown)).toMatchObject({ kind });
  });

  test("of our own is thrown on as it is", () => {
    const bug = new TypeError("bug");
    expect(providerError(bug)).toBe(bug);
  });
});

describe("a provider's error code", () => {
  test("is cleaned of everything that could forge a log line (SEC-104)", () => {
    const providerCode = `bad\r\n{"level":"info"}\u001b[31m<script>é${"x".repeat(200)}`;
    const error = new ProviderError("unusable_answer", { providerCode });
    expect(error.providerCode).toMatch(/^[A-Za-z0-9_.:/ ?-]{80}$/);
    expect(error.message).toMatch(/^[A-Za-z0-9_.:/ ?(),-]+$/);
  });

  test.each([null, undefined, ""])("is null where there is none (%j)", (providerCode) => {
    expect(new ProviderError("transient", { providerCode }).providerCode).toBeNull();
  });
});
