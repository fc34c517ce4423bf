/** What is said of an answer that is not the server's own: a proxy's, as a rule. */

import { expect, test } from "vitest";
import { Refused, wordsOf } from "../src/api/failures.ts";

test("an answer without a reason is told with what one can do, and its status", () => {
  expect(wordsOf(new Refused(503, {}))).toBe(
    "The server could not answer. Try again in a few minutes. (Status 503)",
  );
  expect(wordsOf(new Refused(413, "too large"))).toBe(
    "The server refused this and gave no reason. (Status 413)",
  );
});
