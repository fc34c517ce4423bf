import { describe, expect, test } from "vitest";
import { networkError } from "./network-error.ts";

const codeOf = (code: string, cause?: unknown) =>
  Object.assign(new TypeError("fetch failed"), { code, cause });

describe("why no answer came is read from what the platform threw:", () => {
  test.each<[string, unknown, string]>([
    [
      "Node.js, underneath",
      new TypeError("fetch failed", { cause: codeOf("ECONNRESET") }),
      "ECONNRESET",
    ],
    [
      "Node.js, several addresses",
      new TypeError("fetch failed", { cause: new AggregateError([codeOf("ECONNREFUSED")]) }),
      "ECONNREFUSED",
    ],
    [
      "Node.js, a certificate",
      new TypeError("fetch failed", { cause: codeOf("UNABLE_TO_VERIFY_LEAF_SIGNATURE") }),
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    ],
    ["Bun", codeOf("ConnectionRefused"), "ECONNREFUSED"],
    [
      "Deno",
      new TypeError(
        "error sending request for url (http://127.0.0.1:1/): client error (Connect): tcp connect error: Connection refused (os error 111)",
      ),
      "ECONNREFUSED",
    ],
    [
      "Deno, a certificate",
      new TypeError("client error (Connect): invalid peer certificate: UnknownIssuer"),
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    ],
    ["a code that is new", codeOf("EBRANDNEW"), "EBRANDNEW"],
  ])("%s", (_platform, thrown, reason) => {
    const error = networkError("https://grantry.example", thrown, false);
    expect([error.reason, error.cause]).toEqual([reason, thrown]);
    expect(error.message).toContain(`(${reason})`);
  });

  test("nothing, where it says nothing", () => {
    const error = networkError("https://grantry.example", new TypeError("Failed to fetch"), false);
    expect(error.message).toBe("No answer from the Grantry server at https://grantry.example.");
    expect(error.reason).toBeUndefined();
  });

  test("an error that is its own cause does not go round for ever", () => {
    const thrown = new Error("round");
    thrown.cause = thrown;
    const error = networkError("https://grantry.example", thrown, false);
    expect(JSON.stringify(error)).toContain("round");
  });
});
