/** What a connector's page says of the API behind it, and of the way there. */
import type { FirstCall, Pagination, RateLimit, RegistrationStep } from "@grantry/catalogue/schema";
import type { ProviderConnector, ServerSections } from "@grantry/server/provider/catalogue";
import { leftToFill } from "./provider-page-defaults.ts";
import { bullets, table } from "./provider-page-words.ts";

/** The steps of a registration, each with the address where it is done. */
export function stepsList(steps: readonly RegistrationStep[]): string {
  return steps
    .map(
      ({ do: what, url }, index) => `${index + 1}. ${what}${url === undefined ? "" : ` <${url}>`}`,
    )
    .join("\n");
}

/** What else to know before people connect: reviews, what goes without one, accounts to try with. */
export function registrationNotes({ registration }: ServerSections): string {
  const notes = [
    ["Review", registration.review],
    ["Without a review", registration.unreviewed],
    ["Test accounts", registration.test_accounts],
  ].flatMap(([title, text]) => (text === undefined ? [] : [`**${title}.** ${text}`]));
  return notes.map((note) => `\n\n${note}`).join("");
}

/** The first call as a line for a shell; `$TOKEN` is an access token. */
export function firstCallSection(entry: ProviderConnector): string {
  const { first_call: call } = entry.connector;
  if (call === undefined) return "";
  const scopes = call.scopes.map((scope) => `\`${scope}\``).join(", ");
  const needed = scopes === "" ? "It needs no scope of its own." : `It needs ${scopes}.`;
  return `## A first call

With an access token in \`$TOKEN\`:

\`\`\`sh
${curlLine(entry, call)}
\`\`\`

${call.proves} ${needed}${fillNote(entry, call)}`;
}

/** What is still in braces comes from the connection. */
function fillNote(entry: ProviderConnector, call: FirstCall): string {
  const names = leftToFill(curlLine(entry, call)).map((name) => `\`{${name}}\``);
  if (names.length === 0) return "";
  const which = names.length === 1 ? "is the value of that name" : "are the values of these names";
  return ` ${names.join(" and ")} ${which} in the connection's \`connection_config\`.`;
}

function curlLine({ server }: ProviderConnector, call: FirstCall): string {
  const base = (server.api.hosts[0]?.url ?? "").replace(/\/$/, "");
  const headers = { ...server.api.headers, ...call.headers };
  const credential = server.api.authorization.replace("{access_token}", "$TOKEN");
  const words = [
    ...(call.method === "GET" ? [] : [`-X ${call.method}`]),
    quoted(call.url ?? `${base}${call.path}`),
    // Double quotes: the shell fills the token in.
    `-H "Authorization: ${credential}"`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(call.body === undefined ? [] : [`--data ${quoted(call.body)}`]),
  ];
  return `curl ${words.join(" \\\n  ")}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Base, further hosts, limits and how lists are read to the end. */
export function apiSection({ server }: ProviderConnector): string {
  const { api } = server;
  const [base, ...further] = api.hosts;
  const headers = Object.entries(api.headers).map(([name, value]) => `\`${name}: ${value}\``);
  const lines = [
    `Base: \`${base?.url ?? ""}\`, with \`Authorization: ${api.authorization}\`.`,
    ...further.map(
      ({ name, url, for: what, needs_token: token }) =>
        `\`${url}\` (${name}): ${what}${token ? "" : "; without the token"}.`,
    ),
    ...(headers.length === 0 ? [] : [`Headers of every call: ${headers.join(", ")}.`]),
    ...(api.rate_limit === undefined ? [] : rateLimitLines(api.rate_limit)),
  ];
  const pages = api.pagination.length === 0 ? [] : [paginationTable(api.pagination)];
  return ["## The API", bullets(lines), ...pages].join("\n\n");
}

function rateLimitLines(limit: RateLimit): string[] {
  const { status, also_statuses: also, retry_after: after, headers } = limit;
  const statuses = [status, ...also].map((one) => `\`${one}\``).join(" or ");
  const units = { seconds: "seconds", http_date: "a date", seconds_or_date: "seconds or a date" };
  const { reset_unit: unit, ...names } = headers;
  const told = Object.values(names).map((name) => `\`${name}\``);
  const inUnit = unit === undefined ? "" : ` (the reset in ${unit.replace("_", " ")})`;
  return [
    `Limits: ${limit.documented.replace(/\.$/, "")}.`,
    `A call too many is answered ${statuses}${
      after === null ? "" : `, with \`Retry-After\` in ${units[after]}`
    }.`,
    ...(told.length === 0 ? [] : [`What is left stands in ${told.join(", ")}${inUnit}.`]),
  ];
}

const kinds = {
  cursor: "cursor",
  page: "page number",
  offset: "offset",
  next_url: "next address in the answer",
  link_header: "`Link` header, `rel=next`",
  none: "all at once",
};

function paginationTable(pagination: readonly Pagination[]): string {
  const rows = pagination.map(({ kind, where, request, response, limit_max: max, note }) => {
    const { in: _, limit, ...names } = request;
    const { items_path: items, ...told } = response;
    const most = max === undefined ? "" : `, at most ${max}`;
    return [
      `${where}${note === undefined ? "" : ` (${note.replace(/\.$/, "")})`}`,
      kinds[kind],
      [
        ...Object.values(names).map((name) => code(name)),
        ...(limit === undefined ? [] : [`${code(limit)}${most}`]),
      ].join("; "),
      Object.values(told).map(code).join("; "),
      items === undefined ? "" : code(items),
    ];
  });
  return table(["Lists of", "Pages by", "Asked with", "Next in", "Entries in"], rows);
}

function code(word: string | undefined): string {
  return `\`${word ?? ""}\``;
}

/** What goes wrong at the provider, and how it is put right. */
export function troubleshootingSection({ server }: ProviderConnector): string {
  const { troubleshooting } = server.registration;
  if (troubleshooting.length === 0) return "";
  const rows = troubleshooting.map(({ shown, means, mend }) => [shown, means, mend]);
  return `## When something goes wrong\n\n${table(["What is shown", "What it means", "What to do"], rows)}`;
}
