/** Dialogs live in the address: which ones, and by what. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { dialogIn, dialogs } from "../src/dialogs.ts";
import { markOf } from "../src/parts/mark.ts";
import { rows } from "./addressed.ts";
import { placesIn } from "./shown-dialogs.ts";

const sources = fileURLToPath(new URL("../src", import.meta.url));

/** Those that no address opens, each with the reason; a file's alone where its name is in front. */
const withoutAddress: Readonly<Record<string, string>> = {
  SecretOnce: "It shows a secret once: whoever opens the address later has none to see.",
  CodesOnce: "It shows recovery codes once.",
  ChangedMeanwhile: "It asks in the middle of a change that is typed and not yet saved.",
  "pages/general/audit-log.tsx ConfirmDialog":
    "It asks in the middle of a change that is typed and not yet saved, too.",
  SearchDialog: "It is of no page, and what is typed there may name somebody.",
  KeysDialog: "It is of no page: the list of keys, which the key ? shows anywhere.",
  SearchOne: "It is a filter's control: what is chosen by it stands in the address.",
  "shell/sign-in-dialog.tsx Ask": "It comes where the session has ended, whatever the address.",
  "shell/frame.tsx dialog": "It is the side bar of narrow windows.",
};

test("every dialog that a page shows is opened by its address, but for those of which none should", () => {
  const places = placesIn(sources);
  const others = places.filter(({ isByAddress }) => !isByAddress);
  const keyOf = ({ file, tag }: (typeof places)[number]) =>
    [tag, `${file} ${tag}`].find((key) => key in withoutAddress);
  expect(others.filter((one) => keyOf(one) === undefined)).toEqual([]);
  // None of the exceptions is of the past, and the sources were read at all.
  expect(new Set(others.map(keyOf))).toEqual(new Set(Object.keys(withoutAddress)));
  expect(places.length - others.length).toBeGreaterThan(40);
});

test("every dialog that has an address is tried by it", () => {
  const namesOf = (table: object) =>
    Object.entries(table).map(([path, named]) => [path, Object.keys(named)]);
  expect(namesOf(rows)).toEqual(namesOf(dialogs));
});

test("an address says of a dialog its name and one id; anything else is left out", () => {
  const path = "/workspaces/$workspaceId/keys";
  const named = { dialog: "revoke", key: "key_1" } as const;
  expect(dialogIn(path, named)).toEqual(named);
  expect(dialogIn(path, { ...named, email: "ada@example.com", extra: "1" })).toEqual(named);
  expect(dialogIn(path, { dialog: "create", key: "key_1" })).toEqual({ dialog: "create" });
  for (const wrong of [
    {},
    { key: "key_1" },
    { dialog: "toString" },
    { dialog: ["revoke"], key: "key_1" },
    { dialog: "revoke" },
    { dialog: "revoke", key: "" },
    { dialog: "revoke", key: 7 },
    { dialog: "revoke", key: { id: "key_1" } },
    { dialog: "revoke", key: "k".repeat(129) },
  ]) {
    expect(dialogIn(path, wrong), JSON.stringify(wrong)).toEqual({});
  }
});

test("what has no id has a mark, which is that of FNV-1a", () => {
  // The draft's own vectors (appendix C): the empty text, "a", "foobar".
  const published = {
    "": 0xcbf29ce484222325n,
    a: 0xaf63dc4c8601ec8cn,
    foobar: 0x85944171f73967e8n,
  };
  for (const [text, hash] of Object.entries(published)) {
    expect(markOf(text)).toBe(`m${hash.toString(36)}`);
  }
  expect(markOf("https://ada.example.com")).not.toContain("ada");
});
