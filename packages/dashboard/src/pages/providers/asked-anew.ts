/**
 * What an issuer's metadata says now, held against an entry that is kept. Only what the metadata decides is compared:
 * addresses, PKCE and the check of `iss`. Scopes, texts and how the client authenticates are the workspace's own choice.
 */

type Section = Readonly<Record<string, unknown>>;

/** Something that the metadata says otherwise than the entry; `null` is nothing. */
export interface Difference {
  readonly label: string;
  readonly was: string | null;
  readonly is: string | null;
}

export interface Compared {
  readonly differences: readonly Difference[];
  /** The entry with what is said now. */
  readonly entry: Record<string, unknown>;
}

const addresses = [
  ["authorization_endpoint", "Authorization endpoint"],
  ["token_endpoint", "Token endpoint"],
  ["userinfo_endpoint", "UserInfo endpoint"],
  ["revocation_endpoint", "Revocation endpoint"],
  ["introspection_endpoint", "Introspection endpoint"],
] as const;
const isCheck = "authorization_response_iss_parameter_supported";
const challenges = "code_challenge_methods_supported";

/** The issuer that an entry names, where it can be asked: one with a placeholder is another for each connection. */
export function issuerOf(entry: Section): string | null {
  const { issuer } = sectionOf(entry, "metadata");
  return typeof issuer === "string" && !issuer.includes("{") ? issuer : null;
}

/**
 * What to ask `discoverProvider`, so that it answers for every issuer: where the account is read is not compared, and the
 * client goes on to authenticate as it is registered.
 */
export function questionOf(entry: Section, issuer: string) {
  const id = String(entry["id"] ?? "");
  const [method] = listOf(sectionOf(entry, "metadata"), "token_endpoint_auth_methods_supported");
  const [connector] = listOf(entry, "connectors") as Section[];
  return {
    issuer,
    id,
    name: id,
    integration_type: connector?.["integration_type"],
    token_endpoint_auth_method: method,
    account: { from: "token_answer", id: ["sub"] },
  };
}

export function compared(entry: Section, draft: Section): Compared {
  const before = sectionOf(entry, "metadata");
  const now = sectionOf(draft, "metadata");
  const wayOf = (one: Section) =>
    sectionOf(one, "authorization")["pkce"] === "S256" ? "S256" : "not used";
  const rows: Difference[] = [
    ...addresses.map(([name, label]) => ({
      label,
      was: textOf(before[name]),
      is: textOf(now[name]),
    })),
    {
      label: "Code challenge methods",
      was: textOf(before[challenges]),
      is: textOf(now[challenges]),
    },
    { label: "PKCE", was: wayOf(entry), is: wayOf(draft) },
    {
      label: "Names itself in its answers (iss)",
      was: textOf(before[isCheck]),
      is: textOf(now[isCheck]),
    },
  ];
  const differences = rows.filter(({ was, is }) => was !== is);
  return { differences, entry: withMetadata(entry, draft) };
}

function withMetadata(entry: Section, draft: Section): Record<string, unknown> {
  const before = sectionOf(entry, "metadata");
  const now = sectionOf(draft, "metadata");
  const metadata: Record<string, unknown> = { ...before };
  for (const name of [...addresses.map(([one]) => one), isCheck, challenges]) {
    if (textOf(before[name]) === textOf(now[name])) continue;
    if (now[name] === undefined) delete metadata[name];
    else metadata[name] = now[name];
  }
  const authorization = sectionOf(entry, "authorization");
  const { pkce } = sectionOf(draft, "authorization");
  const isSameWay = (authorization["pkce"] === "S256") === (pkce === "S256");
  return {
    ...entry,
    metadata,
    authorization: isSameWay ? authorization : { ...authorization, pkce },
    ...accountOf(entry, now),
    ...revocationOf(entry, draft),
  };
}

/** An account that was read at the UserInfo endpoint is read at the new one. */
function accountOf(entry: Section, { userinfo_endpoint: url }: Section): Section {
  const account = sectionOf(entry, "account");
  const request = sectionOf(account, "request");
  const { userinfo_endpoint: before } = sectionOf(entry, "metadata");
  if (before === undefined || url === undefined || request["url"] !== before) return {};
  return { account: { ...account, request: { ...request, url } } };
}

/** A grant that was taken back at the revocation endpoint is taken back at the new one; where there is none, it cannot be. */
function revocationOf(entry: Section, draft: Section): Section {
  const { revocation_endpoint: before } = sectionOf(entry, "metadata");
  const { revocation_endpoint: now } = sectionOf(draft, "metadata");
  const revocation = entry["revocation"] as Section | undefined;
  if (before === now) return {};
  if (before === undefined) {
    return revocation === undefined ? { revocation: draft["revocation"] } : {};
  }
  if (revocation?.["endpoint"] !== before) return {};
  return { revocation: now === undefined ? undefined : { ...revocation, endpoint: now } };
}

/** Whether two texts are of the same entry. Its id may be left out of what is typed. */
export function isSameEntry(one: Section, other: Section): boolean {
  const { id, ...mine } = one;
  const { id: theirId, ...theirs } = other;
  const isSameId = id === undefined || theirId === undefined || id === theirId;
  return isSameId && JSON.stringify(mine) === JSON.stringify(theirs);
}

function sectionOf(entry: Section, name: string): Section {
  const section = entry[name];
  return typeof section === "object" && section !== null ? (section as Section) : {};
}

function listOf(section: Section, name: string): readonly unknown[] {
  const list = section[name];
  return Array.isArray(list) ? list : [];
}

/** Of an empty list and of what is not so there is nothing to say. */
function textOf(value: unknown): string | null {
  if (value === undefined || value === null || value === false) return null;
  const text = value === true ? "yes" : [value].flat().join(", ");
  return text === "" ? null : text;
}
