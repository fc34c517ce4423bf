/** An entry against what its issuer says now: what counts as different, and what an entry keeps of its own. */
import { expect, test } from "vitest";
import { compared, isSameEntry, issuerOf, questionOf } from "../src/pages/providers/asked-anew.ts";

const at = (path: string) => `https://id.example/${path}`;
const metadata = {
  issuer: "https://id.example",
  authorization_endpoint: at("authorize"),
  token_endpoint: at("token"),
  userinfo_endpoint: at("me"),
  revocation_endpoint: at("revoke"),
  code_challenge_methods_supported: ["S256"],
  token_endpoint_auth_methods_supported: ["client_secret_post"],
};
const revocation = { endpoint: at("revoke"), tokens: ["refresh_token"], ends: "token_set" };
const entry = {
  id: "house",
  name: "House",
  metadata,
  authorization: { pkce: "S256", parameters: { audience: "house" } },
  account: { request: { url: at("me") }, id: ["sub"] },
  revocation,
  connectors: [{ integration_type: "houserooms", scopes: { default: ["rooms.read"] } }],
};
/** What discovery makes of a metadata document. */
const draftOf = (changes: object, more: object = {}) => ({
  ...entry,
  name: "house",
  metadata: { ...metadata, token_endpoint_auth_methods_supported: ["none"], ...changes },
  account: { from: "token_answer", id: ["sub"] },
  revocation: { endpoint: at("revoke"), tokens: ["access_token"], ends: "client_grant" },
  connectors: [{ integration_type: "houserooms", scopes: { default: [] } }],
  ...more,
});

test("what the metadata does not decide makes no difference, and stays", () => {
  const same = compared(entry, draftOf({ authorization_response_iss_parameter_supported: false }));
  expect(same).toEqual({ differences: [], entry });
});

test("a moved endpoint is followed by what rests on it: the account, and the way a grant is taken back", () => {
  const moved = { userinfo_endpoint: at("v2/me"), revocation_endpoint: at("v2/revoke") };
  const { differences, entry: next } = compared(entry, draftOf(moved));
  expect(differences).toEqual([
    { label: "UserInfo endpoint", was: at("me"), is: at("v2/me") },
    { label: "Revocation endpoint", was: at("revoke"), is: at("v2/revoke") },
  ]);
  expect(next).toEqual({
    ...entry,
    metadata: { ...metadata, ...moved },
    account: { request: { url: at("v2/me") }, id: ["sub"] },
    revocation: { ...revocation, endpoint: at("v2/revoke") },
  });
});

test("where the account is read elsewhere, and a grant is taken back elsewhere, that stays", () => {
  const own = {
    ...entry,
    account: { request: { url: at("whoami") }, id: ["id"] },
    revocation: { ...revocation, endpoint: at("forget") },
  };
  const moved = { userinfo_endpoint: at("v2/me"), revocation_endpoint: undefined };
  const { entry: next } = compared(own, draftOf(moved, { revocation: undefined }));
  expect(next).toMatchObject({ account: own.account, revocation: own.revocation });
});

test("what is gone leaves the entry, and what is new comes with all that it takes", () => {
  const without = draftOf({ revocation_endpoint: undefined }, { revocation: undefined });
  const gone = compared(entry, without);
  expect(gone.differences).toEqual([{ label: "Revocation endpoint", was: at("revoke"), is: null }]);
  expect(JSON.parse(JSON.stringify(gone.entry))).toEqual({
    ...entry,
    metadata: { ...metadata, revocation_endpoint: undefined },
    revocation: undefined,
  });
  const back = compared(gone.entry, draftOf({}));
  expect(back.differences).toEqual([{ label: "Revocation endpoint", was: null, is: at("revoke") }]);
  expect(back.entry["revocation"]).toEqual(draftOf({}).revocation);
});

test("PKCE and the check of iss are told in words", () => {
  const plain = { omitted_because: "The metadata says so." };
  const draft = draftOf(
    {
      code_challenge_methods_supported: [],
      authorization_response_iss_parameter_supported: true,
    },
    { authorization: { pkce: plain } },
  );
  const { differences, entry: next } = compared(entry, draft);
  expect(differences).toEqual([
    { label: "Code challenge methods", was: "S256", is: null },
    { label: "PKCE", was: "S256", is: "not used" },
    { label: "Names itself in its answers (iss)", was: null, is: "yes" },
  ]);
  expect(next["authorization"]).toEqual({ pkce: plain, parameters: { audience: "house" } });
  const mine = { ...entry, authorization: { pkce: { omitted_because: "It breaks their page." } } };
  expect(compared(mine, { ...draft, metadata }).differences).toEqual([]);
});

test("only an issuer that is one for all connections can be asked, by what the entry says of itself", () => {
  expect(issuerOf(entry)).toBe("https://id.example");
  expect(issuerOf({ metadata: { issuer: "https://{region}.example" } })).toBeNull();
  expect(issuerOf({ metadata: {} })).toBeNull();
  expect(issuerOf({})).toBeNull();
  expect(questionOf(entry, "https://id.example")).toEqual({
    issuer: "https://id.example",
    id: "house",
    name: "house",
    integration_type: "houserooms",
    token_endpoint_auth_method: "client_secret_post",
    account: { from: "token_answer", id: ["sub"] },
  });
});

test("a typed text is the entry also where it leaves the id out", () => {
  const { id: _, ...rest } = entry;
  expect(isSameEntry(rest, entry)).toBe(true);
  expect(isSameEntry({ ...rest, id: "other" }, entry)).toBe(false);
  expect(isSameEntry({ ...entry, name: "Hut" }, entry)).toBe(false);
});
