/** Fixed parameters of a custom provider: they add to what the server says, and take nothing of it over. */
import type { TokenRequestRules } from "@grantry/catalogue/schema";
import type { Problem } from "./provider-problem.ts";
import type { Sections } from "./provider-urls.ts";

const ofAnswer = ["response_type", "response_mode"];
/** RFC 6749 section 4.1.1, RFC 7636, OpenID Connect Core; a request object (RFC 9101) holds all of them. */
const ofRequest = [
  "client_id",
  "redirect_uri",
  "scope",
  "state",
  "nonce",
  "code_challenge",
  "code_challenge_method",
  "request",
  "request_uri",
];
/** RFC 6749 section 4.1.3, RFC 7636, RFC 7521. Some want a redirect URI with a refresh, too: that may be given. */
const ofTokenRequest = [
  "code",
  "code_verifier",
  "refresh_token",
  "client_secret",
  "client_assertion",
];

/** What would take the place of a parameter that the server sets for each request. */
export function overridingProblems(at: readonly PropertyKey[], sections: Sections): Problem[] {
  const { metadata, authorization: rules, refresh, second_exchange: second } = sections;
  const renamed = [rules?.client_id_parameter, rules?.redirect_uri_parameter];
  const names = [...ofRequest, ...renamed.filter((name) => name !== undefined)];
  const requests: [string[], TokenRequestRules | undefined][] = [
    [["token_request"], sections.token_request],
    [["refresh", "request"], refresh?.request],
    [["second_exchange", "request"], second?.request],
  ];
  const parameters = Object.keys(rules?.parameters ?? {});
  const optional = rules?.optional_scopes?.parameter;
  const queried = namesInQuery(metadata?.authorization_endpoint ?? "");
  return [
    ...parameters.flatMap((name) => problem([...at, "authorization", "parameters", name], names)),
    ...(optional === undefined
      ? []
      : problem([...at, "authorization", "optional_scopes", "parameter"], names, optional)),
    ...queried.flatMap((name) =>
      problem([...at, "metadata", "authorization_endpoint"], names, name),
    ),
    ...requests.flatMap(([path, request]) =>
      Object.keys(request?.parameters ?? {}).flatMap((name) =>
        problem([...at, ...path, "parameters", name], ofTokenRequest),
      ),
    ),
  ];
}

/** Some servers do not tell `State` from `state`. */
function problem(
  path: readonly PropertyKey[],
  names: readonly string[],
  name = String(path.at(-1)),
): Problem[] {
  const plain = name.toLowerCase();
  if (ofAnswer.includes(plain)) {
    return [{ path, message: "cannot be chosen: the answer is a code in the query" }];
  }
  if (!names.some((one) => one.toLowerCase() === plain)) return [];
  return [{ path, message: `${name} cannot be fixed: it is the server's own with every request` }];
}

function namesInQuery(template: string): string[] {
  const query = template.split("#")[0]?.split("?").slice(1).join("?") ?? "";
  // What has no dot is no request object, but a word of the provider's own.
  return [...new URLSearchParams(query)]
    .filter(([name, value]) => name !== "request" || value.includes("."))
    .map(([name]) => name);
}
