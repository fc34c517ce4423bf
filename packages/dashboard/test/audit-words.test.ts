/** Every change that the server records has a sentence on the page of the audit log. */
import { actionInWords, actions, atBeginning, deedOf } from "@grantry/dashboard/audit-words";
import { workspaceActions } from "@grantry/server/store/audit-actions";
import { expect, test } from "vitest";

test("every action that can stand in a workspace's log has its words, and no other has", () => {
  expect(actions).toEqual([...workspaceActions].sort());
});

test("no sentence is the action's code, and each reads on from a name", () => {
  for (const action of workspaceActions) {
    const record = {
      id: "1",
      at: "2026-05-04T09:00:00Z",
      actor: { kind: "operator", id: "opr_a", label: "Ada" },
      action,
      target: { kind: "app", id: "app_1", label: null },
      details: {},
      result: "ok",
    };
    const sentence = deedOf(record, () => undefined);
    expect(sentence.replace("app_1", ""), action).not.toMatch(/[_.]|undefined/);
    expect(sentence, action).toMatch(/^[a-z]+( |$)/);
  }
});

test("who did something is named as sentences and cells begin, and people as they call themselves", () => {
  expect(atBeginning('operator with the key "tests"')).toBe('Operator with the key "tests"');
  expect(atBeginning("the bootstrap file")).toBe("The bootstrap file");
  expect(atBeginning("an app’s user")).toBe("An app’s user");
  expect(atBeginning("the owner (ada@example.com)")).toBe("the owner (ada@example.com)");
});

test("no two actions are offered in the same words", () => {
  const offered = actions.map(actionInWords);
  expect(offered.filter((one, at) => offered.indexOf(one) !== at)).toEqual([]);
});

test("a file is told of where the file did it, and nowhere else", () => {
  const company = actions.filter((action) => action.startsWith("sign_in_provider."));
  expect(company.filter((action) => actionInWords(action).endsWith(" by a file"))).toEqual([
    "sign_in_provider.changed",
    "sign_in_provider.created",
    "sign_in_provider.deleted",
  ]);
});

test("a shared account is named by its service where its connector has no name", () => {
  const record = {
    id: "1",
    at: "2026-05-04T09:00:00Z",
    actor: { kind: "operator", id: "opr_a", label: "Ada" },
    action: "shared_connection.requested",
    target: { kind: "connector", id: "786f0818cf1c1a1778f1013c", label: null },
    details: { app: "app_1", integration_type: "googlecalendar" },
    result: "ok",
  };
  const named = deedOf(record, (id) => (id === "googlecalendar" ? "Google Calendar" : undefined));
  expect(named).toBe("started to connect a shared account: “Google Calendar”");
  expect(deedOf(record, () => undefined)).toContain("“googlecalendar”");
});

test("a connection is named by what it is called, and never by its id", () => {
  const about = (label: string | null) =>
    deedOf(
      {
        id: "1",
        at: "2026-05-04T09:00:00Z",
        actor: { kind: "operator", id: "opr_a", label: "Ada" },
        action: "connection.disconnected",
        target: { kind: "connection", id: "conn_x", label },
        details: {},
        result: "ok",
      },
      () => undefined,
    );
  expect(about("Calendar (ada)")).toBe("disconnected the connection “Calendar (ada)”");
  expect(about(null)).toBe("disconnected a connection");
});

test("a read of a token that was refused is told as one", () => {
  const read = (result: string) =>
    deedOf(
      {
        id: "1",
        at: "2026-05-04T09:00:00Z",
        actor: { kind: "service_token", id: "stk_1", label: 'backend with the token "jobs"' },
        action: "token.read",
        target: { kind: "connection", id: "conn_x", label: "Calendar (ada)" },
        details: {},
        result,
      },
      () => undefined,
    );
  expect(read("ok")).toBe("read a token of “Calendar (ada)”");
  expect(read("needs_reauth")).toBe("got no token of “Calendar (ada)”");
});
