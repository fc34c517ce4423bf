import { expect, test } from "vitest";
import { isMailed, mailAfterwards, mailInList } from "./mail.ts";

test("who made a link is told whether to send it", () => {
  const said = (mail: Parameters<typeof mailAfterwards>[0]) =>
    mailAfterwards(mail, "bo@example.com");
  expect(isMailed({ status: "queued", reason: null })).toBe(true);
  expect(said({ status: "queued", reason: null })).toBe(
    "It is also sent to bo@example.com by mail.",
  );
  expect(said({ status: "none", reason: "not_configured" })).toContain("sends no mail");
  expect(said({ status: "none", reason: "too_many" })).toContain("Send it yourself");
});

test("beside an invitation stands what became of its mail, and nothing where there was none", () => {
  expect(mailInList({ status: "none", reason: null })).toBe(null);
  expect(mailInList({ status: "sent", reason: null })).toBe("mail sent");
  expect(mailInList({ status: "failed", reason: "refused" })).toContain("refused");
  expect(mailInList({ status: "failed", reason: "unreachable" })).toContain("could not be sent");
});
