import { describe, expect, test } from "vitest";
import { type ErrorCode, errorEntry, errorTable, readErrorCode, wireError } from "./errors.ts";

const codes = Object.keys(errorTable) as ErrorCode[];

describe("what the official clients are answered", () => {
  test("differs where they know another status or another word, and nowhere else", () => {
    const differing = codes
      .map((code) => ({ code, wire: wireError(code), status: errorEntry(code).status }))
      .filter(({ code, wire, status }) => wire.status !== status || wire.reason !== code)
      .map(({ code, wire }) => [code, wire.status, wire.code, wire.reason]);
    expect(differing).toEqual([
      ["issuer_required", 400, "user_issuer_required", "user_issuer_required"],
      ["issuer_unknown", 400, "user_issuer_unknown", "user_issuer_unknown"],
      [
        "shared_connections_disabled",
        403,
        "builder_connection_disabled",
        "builder_connection_disabled",
      ],
      [
        "user_connections_disabled",
        403,
        "per_user_connection_disabled",
        "per_user_connection_disabled",
      ],
      ["needs_reauth", 404, "NOT_FOUND", "needs_reauth"],
      ["name_taken", 409, "connector_name_taken", "connector_name_taken"],
      ["secret_required", 400, "bad_request", "bad_request"],
    ]);
  });

  test("has their word for what is not there", () => {
    expect(wireError("not_connected")).toEqual({
      status: 404,
      code: "NOT_FOUND",
      reason: "not_connected",
    });
    expect(wireError("route_not_found")).toMatchObject({ code: "route_not_found" });
  });
});

describe("a code that was stored", () => {
  test("is read by our word and by the wire's", () => {
    for (const code of codes) expect(readErrorCode(code)).toBe(code);
    expect(readErrorCode("per_user_connection_disabled")).toBe("user_connections_disabled");
  });

  test.each(["", "unheard_of", "toString"])("that says %j is internal", (text) => {
    expect(readErrorCode(text)).toBe("internal");
  });
});
