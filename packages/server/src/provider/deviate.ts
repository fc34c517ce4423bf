/** From the request the RFCs write to the one this provider wants. */
import type { RevocationRules, TokenRequestRules } from "@grantry/catalogue/schema";
import type { OutboundRequest } from "../lib/outbound.ts";
import type { FormRequest } from "../oauth/transport.ts";
import { expandTexts, type Values } from "./template.ts";

/** Some APIs refuse calls that do not say who calls. */
export const userAgent = "Grantry";

/** A token request: other names, further or fewer parameters, JSON or query in place of a form. */
export function deviateTokenRequest(
  request: FormRequest,
  rules: TokenRequestRules,
  values: Values,
): OutboundRequest {
  const parameters = new URLSearchParams(request.body);
  rename(parameters, "client_id", rules.client_id_parameter);
  for (const [name, value] of Object.entries(expandTexts(rules.parameters, values))) {
    parameters.set(name, value);
  }
  for (const name of rules.omitted_parameters) parameters.delete(name);
  const headers = { ...request.headers, ...lowerCased(expandTexts(rules.headers, values)) };
  const format = rules.method === "GET" ? "query" : rules.format;
  return { method: rules.method, ...written(request.url, parameters, format, headers) };
}

/** A revocation request, likewise. */
export function deviateRevocationRequest(
  request: FormRequest,
  rules: RevocationRules,
  clientIdParameter: string,
  values: Values,
): OutboundRequest {
  const parameters = new URLSearchParams(request.body);
  rename(parameters, "client_id", clientIdParameter);
  if (rules.token_parameter === null) parameters.delete("token");
  else rename(parameters, "token", rules.token_parameter);
  for (const [name, value] of Object.entries(expandTexts(rules.parameters, values))) {
    parameters.set(name, value);
  }
  const headers = { ...request.headers, ...lowerCased(expandTexts(rules.headers, values)) };
  return { method: rules.method, ...written(request.url, parameters, rules.format, headers) };
}

type Format = "form" | "json" | "query" | "none";

function written(
  url: string,
  parameters: URLSearchParams,
  format: Format,
  given: Readonly<Record<string, string>>,
): Omit<OutboundRequest, "method"> {
  const { "content-type": _, ...rest } = given;
  const headers = { ...rest, "user-agent": userAgent };
  if (format === "none") return { url, headers };
  if (format === "query") {
    const target = new URL(url);
    for (const [name, value] of parameters) target.searchParams.set(name, value);
    return { url: target.href, headers };
  }
  const json = format === "json";
  const type = json ? "application/json" : "application/x-www-form-urlencoded";
  const body = json ? JSON.stringify(Object.fromEntries(parameters)) : parameters.toString();
  return { url, headers: { ...headers, "content-type": type }, body };
}

function rename(parameters: URLSearchParams, from: string, to: string): void {
  const value = parameters.get(from);
  if (value === null || from === to) return;
  parameters.delete(from);
  parameters.set(to, value);
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
