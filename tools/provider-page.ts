/** The page of one connector, for whoever sets it up. */
import type { Setting } from "@grantry/catalogue/schema";
import type { ProviderConnector } from "@grantry/server/provider/catalogue";
import { accessWords, type ScopeWords, scopeWords } from "@grantry/server/provider/scope-words";
import {
  apiSection,
  firstCallSection,
  registrationNotes,
  stepsList,
  troubleshootingSection,
} from "./provider-page-api.ts";
import { withDefaults } from "./provider-page-defaults.ts";
import { bullets, table } from "./provider-page-words.ts";
import {
  disconnectSentences,
  errorSentences,
  pkceWords,
  tokenSentences,
} from "./provider-words.ts";

/** The Markdown of a connector's page. */
export function providerPage(written: ProviderConnector): string {
  const entry = withDefaults(written);
  const { server, connector } = entry;
  const sections = [
    `# ${connector.display_name}`,
    "<!-- Made from the catalogue by npm run docs:providers. Not to be edited by hand. -->",
    `${connector.description} Integration type \`${connector.integration_type}\`, provider \`${server.id}\`.`,
    registrationSection(entry),
    declarationSection(entry),
    firstCallSection(entry),
    scopesSection(entry),
    settingsSection(entry),
    apiSection(entry),
    `## Tokens\n\n${bullets([...tokenSentences(server), ...errorSentences(server)])}`,
    `## Disconnecting\n\n${disconnectSentences(server).join(" ")}`,
    troubleshootingSection(entry),
    protocolSection(entry),
    documentationSection(entry),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function registrationSection({ server }: ProviderConnector): string {
  const { url, steps, redirect_uri_rules, client_credentials_per_connection } = server.registration;
  const own = client_credentials_per_connection
    ? `\n\nClient ID and client secret belong to an account at ${server.name}: declare an OAuth client and a\nconnector for each customer.`
    : "";
  return `## Register at ${server.name}

At <${url}>:

${stepsList(steps)}

The redirect URI ends with the id of the OAuth client that you declare below:

\`\`\`
<public URL>/api/external-auth/callback/ocl_${server.id}
\`\`\`

${server.name}'s rules for it: ${redirect_uri_rules}${own}${registrationNotes(server)}`;
}

function declarationSection(entry: ProviderConnector): string {
  return `## Declare it

In the [bootstrap file](../bootstrap.md):

\`\`\`jsonc
${bootstrapSnippet(entry)}
\`\`\``;
}

function bootstrapSnippet({ server, connector }: ProviderConnector): string {
  const type = connector.integration_type;
  const client = `ocl_${server.id}`;
  const environment = `${server.id.toUpperCase().replaceAll("-", "_")}_CLIENT_SECRET`;
  const needed = server.settings.filter((setting) => setting.required);
  const pairs = needed.map(({ name, placeholder }) => `"${name}": ${JSON.stringify(placeholder)}`);
  const config = `{ ${pairs.join(", ")} }`;
  const { default: scopes } = connector.scopes;
  const members = [
    `// The connector ID that apps use.\n          "id": "your_${type}"`,
    `"name": ${JSON.stringify(connector.display_name)}`,
    `"integration_type": "${type}"`,
    `"oauth_client": "${client}"`,
    ...(server.authorization.scope_parameter === null || scopes.length === 0
      ? []
      : [listMember("scopes", scopes)]),
    ...(needed.length === 0
      ? []
      : [
          `// Only what is the same for every connection; the connect page asks people for the rest.\n          "connection_config": ${config}`,
        ]),
  ];
  return `{
  "workspaces": [
    {
      "id": "ws_main",
      "name": "Main",
      "oauth_clients": [
        {
          "id": "${client}",
          "name": ${JSON.stringify(server.name)},
          "provider": "${server.id}",
          "client_id": "the client ID",
          "client_secret": { "env": "${environment}" }
        }
      ],
      "connectors": [
        {
          ${members.join(",\n          ")}
        }
      ]
    }
  ]
}`;
}

function listMember(name: string, values: readonly string[]): string {
  const lines = values.map((value) => `            ${JSON.stringify(value)}`);
  return `"${name}": [\n${lines.join(",\n")}\n          ]`;
}

function scopesSection(entry: ProviderConnector): string {
  const { server, connector } = entry;
  const { scopes } = connector;
  if (server.authorization.scope_parameter === null) {
    const words = accessWords(entry);
    const told = words === null ? "" : ` People read: "${inOneText(words)}"`;
    return `## Scopes\n\nNone are asked for: what a connection may do is fixed where the client is registered.${told}`;
  }
  const asked = (scope: string) => {
    if (scopes.always.includes(scope)) return "always";
    return scopes.default.includes(scope) ? "by default" : "";
  };
  const rows = scopes.available.map(({ scope, description }) => [
    `\`${scope}\``,
    whatItLets(entry, scope),
    description,
    asked(scope),
  ]);
  const notes = [
    ...(scopes.resource === undefined
      ? []
      : [`A token serves \`${scopes.resource}\` only; scopes of other resources are refused.`]),
    ...(scopes.reducible_by_user ? [reducibleNote(scopes.optional)] : []),
    ...(scopes.reported ? [] : [`${server.name} does not report which scopes it granted.`]),
  ];
  return [
    "## Scopes",
    table(["Scope", "What it lets an app do", "In short", "Asked for"], rows),
    ...notes,
  ].join("\n\n");
}

/** The words of the consent, as one text. */
function whatItLets(entry: ProviderConnector, scope: string): string {
  const words = scopeWords(entry, scope);
  return words === null ? "" : inOneText(words);
}

function inOneText({ title, note }: ScopeWords): string {
  return note === null ? title : `${title}. ${note}`;
}

function reducibleNote(optional: readonly string[]): string {
  const list = optional.map((scope) => `\`${scope}\``).join(", ");
  const exception = list === "" ? "" : ` Only ${list} may be missing.`;
  return `People can leave out scopes while they consent; a connection without them is refused.${exception}`;
}

function settingsSection({ server }: ProviderConnector): string {
  const rows = server.settings.map((setting) => [
    `\`${setting.name}\``,
    setting.required ? "yes" : "no",
    `${setting.display_name}. ${setting.description}`,
    formWords(setting),
  ]);
  const kept = server.kept_values.map(({ name }) => `\`${name}\``).join(", ");
  if (rows.length === 0 && kept === "") return "";
  return [
    "## Connection settings",
    ...(rows.length === 0 ? [] : [table(["Name", "Needed", "What it is", "Form"], rows)]),
    ...(kept === "" ? [] : [`Learnt while connecting and handed out with the token: ${kept}.`]),
  ].join("\n\n");
}

function formWords({ choices, default: standard, placeholder, validation_error }: Setting): string {
  const form =
    choices === undefined
      ? `${validation_error} For example \`${placeholder}\`.`
      : `One of ${Object.keys(choices)
          .map((choice) => `\`${choice}\``)
          .join(", ")}.`;
  return standard === undefined ? form : `${form} \`${standard}\` where none is given.`;
}

function protocolSection({ server }: ProviderConnector): string {
  const { authorization, metadata } = server;
  const [authentication] = metadata.token_endpoint_auth_methods_supported;
  const reason = authorization.pkce === "S256" ? "" : ` ${authorization.pkce.omitted_because}`;
  return `## Protocol\n\n${bullets([
    `Authorization: \`${metadata.authorization_endpoint}\`. Tokens: \`${metadata.token_endpoint}\`.`,
    `PKCE: ${pkceWords(server)}.${reason}`,
    `Client authentication: \`${authentication ?? "none"}\`.`,
  ])}`;
}

function documentationSection({ server, connector }: ProviderConnector): string {
  const addresses = [...new Set([connector.documentation, server.documentation])];
  return `## Documentation of ${server.name}\n\n${bullets(addresses.map((one) => `<${one}>`))}`;
}
