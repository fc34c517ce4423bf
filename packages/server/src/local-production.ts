/** What a server in production is told and run by, as files, and what is to be registered at providers. */
import { authorizationServers } from "@grantry/catalogue/list";
import { readConfig } from "./config.ts";
import { newKeyText } from "./crypto/keyring.ts";
import { composeFile, composeSettings, systemdSettings, systemdUnit } from "./deploy-texts.ts";
import { GrantryError } from "./lib/error.ts";
import { buildCatalogue } from "./provider/catalogue.ts";
import { redirectUriOf } from "./service/providers/index.ts";

export interface ProductionInput {
  readonly publicUrl: string;
  readonly as: "systemd" | "compose";
  /** Of Compose: with its version. */
  readonly image: string | null;
  /** PostgreSQL's, where one is named. */
  readonly databaseUrl: string | null;
  /** Integration types. */
  readonly connectors: readonly string[];
}

export interface ProductionFile {
  readonly name: string;
  readonly text: string;
  readonly mode: 0o600 | 0o644;
}

/** For who registers a client at a provider. */
export interface Registration {
  readonly integrationType: string;
  readonly title: string;
  /** The id that the OAuth client is declared by. */
  readonly oauthClientId: string;
  readonly redirectUri: string;
}

export interface ProductionPlan {
  readonly files: readonly ProductionFile[];
  readonly registrations: readonly Registration[];
}

/** Writes nothing. Throws config_invalid where a server would not start with it, or there is no such connector. */
export function planProduction(input: ProductionInput): ProductionPlan {
  const { publicUrl } = readConfig({
    NODE_ENV: "production",
    GRANTRY_PUBLIC_URL: input.publicUrl,
    GRANTRY_ENCRYPTION_KEY_FILE: "encryption.key",
    ...(input.databaseUrl === null ? {} : { GRANTRY_DATABASE_URL: input.databaseUrl }),
  });
  const registrations = input.connectors.map((type) => registrationOf(publicUrl, type));
  const key: ProductionFile = {
    name: "encryption.key",
    text: `${newKeyText("k1")}\n`,
    mode: 0o600,
  };
  const rest = input.as === "systemd" ? ofSystemd(publicUrl, input) : ofCompose(publicUrl, input);
  return { files: [key, ...rest], registrations };
}

function registrationOf(publicUrl: string, integrationType: string): Registration {
  const entry = buildCatalogue(authorizationServers).find(integrationType);
  if (entry === undefined) {
    throw new GrantryError("config_invalid", {
      detail: `There is no connector type "${integrationType}": docs/providers lists them all.`,
    });
  }
  // As the provider's page declares it.
  const oauthClientId = `ocl_${entry.server.id}`;
  const redirectUri = redirectUriOf({ publicUrl }, { oauthClientId, redirectPath: "own" });
  return { integrationType, title: entry.connector.display_name, oauthClientId, redirectUri };
}

function ofSystemd(publicUrl: string, { databaseUrl }: ProductionInput): ProductionFile[] {
  const settings = { GRANTRY_PUBLIC_URL: publicUrl, GRANTRY_DATABASE_URL: databaseUrl };
  return [
    { name: "grantry.env", text: filledIn(systemdSettings, settings), mode: 0o600 },
    { name: "grantry.service", text: textOf(systemdUnit), mode: 0o644 },
  ];
}

/** With SQLite in a volume: the file for PostgreSQL brings one of its own. */
function ofCompose(publicUrl: string, { image, databaseUrl }: ProductionInput): ProductionFile[] {
  if (databaseUrl !== null) {
    throw new GrantryError("config_invalid", {
      detail:
        "The compose file is for SQLite: unset GRANTRY_DATABASE_URL, or take deploy/compose/postgres.",
    });
  }
  const settings = { GRANTRY_PUBLIC_URL: publicUrl, GRANTRY_IMAGE: image };
  // The example's first line says where to copy it.
  return [
    { name: ".env", text: filledIn(composeSettings.slice(1), settings), mode: 0o600 },
    { name: "compose.yaml", text: textOf(composeFile), mode: 0o644 },
  ];
}

/** The lines with values in place of the examples; one that is commented out is set where there is a value. */
function filledIn(
  lines: readonly string[],
  values: Readonly<Record<string, string | null>>,
): string {
  return textOf(
    lines.map((line) => {
      const [, name = ""] = /^#?(\w+)=/.exec(line) ?? [];
      const value = values[name];
      return value === undefined || value === null ? line : `${name}=${asQuoted(line, value)}`;
    }),
  );
}

/** In single quotes where the example is. An address has the same meaning with one of its own written as a code. */
function asQuoted(line: string, value: string): string {
  return line.endsWith("'") ? `'${value.replaceAll("'", "%27")}'` : value;
}

function textOf(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
