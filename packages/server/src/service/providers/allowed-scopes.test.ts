import { describe, expect, test } from "vitest";
import { catalogue } from "../../provider/test/fixture.ts";
import { scopesToAsk } from "./allowed-scopes.ts";

const forbidden = expect.objectContaining({ code: "scopes_forbidden" });

describe("where the workspace has listed scopes", () => {
  test("a provider is never asked without any: it might grant all that it has", () => {
    const box = catalogue.find("box")!;
    expect(scopesToAsk(box, { wanted: null, allowed: null })).toEqual({ scopes: [], dropped: [] });
    expect(() => scopesToAsk(box, { wanted: null, allowed: ["root_readonly"] })).toThrow(forbidden);
    expect(scopesToAsk(box, { wanted: ["root_readonly"], allowed: ["root_readonly"] })).toEqual({
      scopes: ["root_readonly"],
      dropped: [],
    });
  });

  test("a provider that has no scopes is asked as before", () => {
    const notion = catalogue.find("notion")!;
    const nothing = { scopes: [], dropped: [] };
    expect(scopesToAsk(notion, { wanted: ["read"], allowed: [] })).toEqual(nothing);
  });
});
