/** Checks the entry of a custom provider, field by field, before anything of it is stored. */
import {
  type AuthorizationServer,
  type AuthorizationServerInput,
  authorizationServerSchema,
} from "@grantry/catalogue/schema";
import type { z } from "zod";
import { describeThrown, GrantryError } from "../../lib/error.ts";
import { buildCatalogue, type Catalogue } from "../../provider/catalogue.ts";
import { requestedScopes } from "../../provider/scopes.ts";
import { withoutRetired } from "../providers/index.ts";
import { overridingProblems } from "./provider-parameters.ts";
import { patternListProblem, patternProblem } from "./provider-pattern.ts";
import type { Problem } from "./provider-problem.ts";
import { secretProblems } from "./provider-secrets.ts";
import {
  hasFilledName,
  type Sections,
  unfilledPlaceholders,
  urlProblem,
  urlsOf,
} from "./provider-urls.ts";
import { wordProblems } from "./provider-words.ts";

export interface EntryRules {
  /** The built-in catalogue, whose names are taken. */
  readonly catalogue: Catalogue;
  readonly allowedPrivateOrigins: ReadonlySet<string>;
}

export type CheckedEntry =
  | { readonly entry: AuthorizationServer; readonly json: string }
  | { readonly problems: readonly Problem[] };

/** Of a field that the schema does not have. */
export const noSuchField = "there is no such field";

const idCharactersMax = 64;

/** The entry as the server reads it and as it is stored; or everything that is wrong with it. */
export function checkEntry(rules: EntryRules, written: unknown): CheckedEntry {
  const given = withoutRetired(written);
  const parsed = authorizationServerSchema.safeParse(given);
  if (!parsed.success) return { problems: schemaProblems(parsed.error) };
  const entry = parsed.data;
  const problems = [
    ...nameProblems(rules.catalogue, entry),
    ...urlProblems(rules, entry),
    ...patternProblems(entry),
    ...wordProblems(entry),
    ...protocolProblems(entry),
  ];
  if (problems.length > 0) return { problems };
  const input = given as AuthorizationServerInput;
  const unsound = catalogueProblem(input);
  return unsound === null ? { entry, json: JSON.stringify(input) } : { problems: [unsound] };
}

/** What a schema refused, one problem per field. The values themselves are not repeated. */
export function schemaProblems(error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        message: noSuchField,
      }));
    }
    if (issue.code !== "invalid_union") return [{ path: issue.path, message: issue.message }];
    const choices = issue.errors.map(([first]) => first?.message ?? "");
    return [{ path: issue.path, message: choices.join(", or ") }];
  });
}

/** Names that are taken by the built-in catalogue, or too long for an address. */
function nameProblems(builtIn: Catalogue, entry: AuthorizationServer): Problem[] {
  const problems: Problem[] = [];
  const check = (path: PropertyKey[], name: string, isTaken: boolean) => {
    if (name.length > idCharactersMax) {
      problems.push({ path, message: `must not be longer than ${idCharactersMax} characters` });
    }
    if (isTaken) problems.push({ path, message: `"${name}" is built in: choose another name` });
  };
  check(
    ["id"],
    entry.id,
    builtIn.list().some(({ server }) => server.id === entry.id),
  );
  for (const [index, { integration_type: type }] of entry.connectors.entries()) {
    const path = ["connectors", index, "integration_type"];
    check(path, type, builtIn.find(type) !== undefined);
  }
  return problems;
}

function urlProblems({ allowedPrivateOrigins }: EntryRules, entry: AuthorizationServer) {
  return urlsOf(entry).flatMap((url): Problem[] => {
    const message = urlProblem(url.template, allowedPrivateOrigins);
    const unfilled = unfilledPlaceholders(entry, url);
    return [
      ...(message === null ? [] : [{ path: url.path, message }]),
      ...(hasFilledName(url.template)
        ? [{ path: url.path, message: "must not have a placeholder in the name of a parameter" }]
        : []),
      ...unfilled.map((name) => ({ path: url.path, message: `nothing fills {${name}}` })),
    ];
  });
}

function patternProblems(entry: AuthorizationServer): Problem[] {
  const lists = [
    { path: ["settings"], rules: entry.settings },
    { path: ["kept_values"], rules: entry.kept_values },
    ...entry.connectors.flatMap(({ settings, overrides }, index) => [
      { path: ["connectors", index, "settings"], rules: settings },
      { path: ["connectors", index, "overrides", "kept_values"], rules: overrides.kept_values },
    ]),
  ];
  return lists.flatMap(({ path, rules }): Problem[] => {
    const problems = (rules ?? []).flatMap(({ validation_pattern: pattern }, index): Problem[] => {
      const message = patternProblem(pattern);
      return message === null ? [] : [{ path: [...path, index, "validation_pattern"], message }];
    });
    if (problems.length > 0) return problems;
    const message = patternListProblem((rules ?? []).map((rule) => rule.validation_pattern));
    return message === null ? [] : [{ path, message }];
  });
}

/** What the protocol of this server has no place for, whatever an entry says. */
function protocolProblems(entry: AuthorizationServer): Problem[] {
  const settings = [...entry.settings, ...entry.connectors.flatMap(({ settings: own }) => own)];
  const renamed = settings.some(({ aliases }) => aliases.some((one) => one.handed_out))
    ? [
        {
          path: ["settings"],
          message: "hands out another name: give the setting that name instead",
        },
      ]
    : [];
  return [...renamed, ...sectionsOf(entry).flatMap(([at, sections]) => forbidden(at, sections))];
}

function forbidden(at: readonly PropertyKey[], sections: Sections): Problem[] {
  const { refresh } = sections;
  const problems: Problem[] = [];
  problems.push(...overridingProblems(at, sections), ...secretProblems(at, sections));
  if (refresh?.grant_type === "password") {
    problems.push({ path: [...at, "refresh", "grant_type"], message: "must not be password" });
  }
  return problems;
}

function sectionsOf(entry: AuthorizationServer): [PropertyKey[], Sections][] {
  const own = entry.connectors.map(({ overrides }, index): [PropertyKey[], Sections] => [
    ["connectors", index, "overrides"],
    overrides,
  ]);
  return [[[], entry], ...own];
}

/** What only shows once connectors and server are one: doubled names, hosts, scopes. */
function catalogueProblem(input: AuthorizationServerInput): Problem | null {
  try {
    for (const connector of buildCatalogue([input]).list()) requestedScopes(connector, null);
    return null;
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : describeThrown(thrown);
    if (thrown instanceof GrantryError) return { path: ["connectors"], message: thrown.detail };
    return { path: [], message: text.replace(/^Catalogue: (?:entry [^:]+: )?/, "") };
  }
}
