/**
 * What an entry may have stored, shown or logged in clear. Only here, and not in the schema: an entry that an
 * earlier version took must still be read.
 */
import type { Problem } from "./provider-problem.ts";
import type { Sections } from "./provider-urls.ts";

/** A path, where it stands in the entry, and what would become of what it leads to. */
interface Shown {
  readonly at: readonly PropertyKey[];
  readonly path: string;
  readonly fate: string;
}

const kept = "kept values are stored and shown as they are";
const scopes = "granted scopes are stored and shown as they are";
const account = "accounts are stored and shown as they are";
const logged = "error words are logged";

/** Every path of a section that leads to a secret, by what providers call those. */
export function secretProblems(at: readonly PropertyKey[], sections: Sections): Problem[] {
  const copied = [...keptOf(sections), ...choiceOf(sections)].filter(({ path }) =>
    /token|secret|password|webhook/i.test(path),
  );
  const read = [...answerOf(sections), ...accountOf(sections)].filter(({ path }) =>
    namesSecret(path),
  );
  const all = [...copied, ...read, ...spentOf(sections), ...handedOutOf(sections)];
  return all.map((one) => ({ path: [...at, ...one.at], message: `names a secret: ${one.fate}` }));
}

const secretWord =
  /^(?:(?:access|refresh|id)?tokens?|secret|password|jwt|credentials?|webhook|authorization)$/;

/** Whether what stands there is called a secret: `token.user_id` is none, and neither is `token_error`. */
function namesSecret(path: string): boolean {
  const words = wordsOf(path);
  return (
    secretWord.test(words.at(-1) ?? "") || /(?:^|_)(?:api|private)_?key$/.test(words.join("_"))
  );
}

/** The words of a path's last step, in lower case: `data.apiKey` has `api` and `key`. */
function wordsOf(path: string): string[] {
  const step =
    path
      .replace(/\[\d+\]/g, "")
      .split(".")
      .at(-1) ?? "";
  return step
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_-]+/);
}

function keptOf({ kept_values: rules = [] }: Sections): Shown[] {
  return rules.map(({ path }, index) => ({
    at: ["kept_values", index, "path"],
    path,
    fate: kept,
  }));
}

/** A callback brings what a grant is had by. */
function spentOf({ kept_values: rules = [] }: Sections): Shown[] {
  return rules.flatMap(({ from, path }, index) =>
    from.endsWith("callback") && /^(?:code|state)$/i.test(path)
      ? [{ at: ["kept_values", index, "path"], path, fate: kept }]
      : [],
  );
}

function choiceOf({ choice }: Sections): Shown[] {
  return (["label", "hint"] as const).flatMap((name) =>
    listed(choice?.[name], ["choice", name], "it would be shown on a page"),
  );
}

const grants = ["code", "refresh"] as const;

function answerOf({ token_answer: answer }: Sections): Shown[] {
  if (answer === undefined) return [];
  return [
    ...listed(answer.error, ["token_answer", "error"], logged),
    ...listed(answer.error_subtype, ["token_answer", "error_subtype"], logged),
    ...grants.flatMap((grant) =>
      listed(answer[grant]?.scope, ["token_answer", grant, "scope"], scopes),
    ),
  ];
}

/** Apps are handed access tokens, and nothing by which more of them can be had. */
function handedOutOf({ token_answer: answer }: Sections): Shown[] {
  return grants
    .flatMap((grant) =>
      listed(
        answer?.[grant]?.access_token,
        ["token_answer", grant, "access_token"],
        "apps would be handed refresh tokens",
      ),
    )
    .filter(({ path }) => wordsOf(path).some((word) => /^refresh(?:tokens?)?$/.test(word)));
}

/** `setting:` and `kept:` lead to what is in clear already. */
function accountOf({ account: rules }: Sections): Shown[] {
  if (rules === undefined) return [];
  const { id, former_ids: former, email, name, email_request: second } = rules;
  const sources = [
    ...listed(id, ["account", "id"], account),
    ...former.flatMap((one, index) => listed(one, ["account", "former_ids", index], account)),
    ...listed(email, ["account", "email"], account),
    ...listed(name, ["account", "name"], account),
    ...listed(second && [second.email], ["account", "email_request"], account),
  ];
  return sources.filter(({ path }) => !/^(?:setting|kept):/.test(path));
}

function listed(
  paths: readonly string[] | undefined,
  at: readonly PropertyKey[],
  fate: string,
): Shown[] {
  return (paths ?? []).map((path, index) => ({ at: [...at, index], path, fate }));
}
