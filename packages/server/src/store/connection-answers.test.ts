/** Answers that lie in files: one of an earlier version may hold more than is kept today. */
import { expect, test } from "vitest";
import { readAnswer } from "./connection-answers.ts";

test("scopes without end in a file are cut before they reach the database", () => {
  const granted = Array.from({ length: 120_000 }, (_, at) => `s${at}`);
  const { columns } = readAnswer(
    JSON.stringify({
      connection_id: "con_1",
      version: 1,
      access_token: "AA==",
      refresh_token: null,
      columns: {
        token_type: "Bearer",
        granted_scopes: JSON.stringify(["x".repeat(300), ...granted]),
      },
    }),
  );
  expect(JSON.parse(columns.granted_scopes ?? "")).toEqual(granted.slice(0, 200));
});
