/** What docs/operators.md has people send is what the server takes. */
import { readFileSync } from "node:fs";
import { updatePolicyRequest } from "@grantry/contract/v1/catalogue";
import { impact, previewConnectorChangeRequest } from "@grantry/contract/v1/impact";
import { createOperationRequest } from "@grantry/contract/v1/operations";
import { codeBlocks } from "@grantry/testing/code-blocks";
import { describe, expect, test } from "vitest";

const page = readFileSync("docs/operators.md", "utf8");
const sectionOf = (title: string) =>
  page.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? "";
const many = sectionOf("Many connections at once");
const change = sectionOf("What a change would do");

/** The names in backquotes of the first cells of rows. */
const namesOf = (text: string) =>
  [...text.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, cell = ""]) =>
    cell.replaceAll("`", "").split(", "),
  );
/** The bodies of the section's calls to an address that ends so. */
const bodiesFor = (text: string, path: string) =>
  [...text.matchAll(/"\$WORKSPACE\/(\S+)"[^\n]*\\\n[^\n]*-d '(.*)'/g)]
    .filter(([, to = ""]) => to.endsWith(path))
    .map(([, , body = ""]) => JSON.parse(body));

describe("operations on many connections", () => {
  test("every member of the filter stands on the page, and no other", () => {
    const { filter } = createOperationRequest.shape;
    expect(namesOf(many).sort()).toEqual(Object.keys(filter.shape).sort());
  });

  test("what is sent there is taken", () => {
    const bodies = bodiesFor(many, "operations");
    expect(bodies).toHaveLength(2);
    for (const body of bodies) expect(createOperationRequest.safeParse(body).error).toBeUndefined();
  });
});

describe("what a change would do", () => {
  test("every warning stands on the page, and no other", () => {
    const { code } = impact.shape.warnings.element.shape;
    expect(namesOf(change).sort()).toEqual([...code.options].sort());
  });

  test("what is sent and what is answered there is so", () => {
    const connector = bodiesFor(change, "665f1c2ab3d4e5f60718293a/preview");
    const policy = bodiesFor(change, "googlecalendar/preview");
    expect([connector.length, policy.length]).toEqual([1, 1]);
    expect(previewConnectorChangeRequest.safeParse(connector[0]).error).toBeUndefined();
    expect(updatePolicyRequest.safeParse(policy[0]).error).toBeUndefined();
    const answer = codeBlocks(change, "json")[0]?.code ?? "";
    expect(impact.safeParse(JSON.parse(answer)).error).toBeUndefined();
  });
});
