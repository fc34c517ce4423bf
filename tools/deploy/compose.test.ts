/** deploy/compose: the files keep to the Compose Specification's schema, and the server takes what they tell it. */
import { readFileSync } from "node:fs";
import { readConfig } from "@grantry/server/config";
import { DCLinter } from "dclint";
import { describe, expect, test } from "vitest";
import { readYaml } from "./kustomization.ts";

// biome-ignore lint/suspicious/noExplicitAny: a compose file as it comes; the schema says what it is.
type Any = any;

const linter = new DCLinter({
  // Matters of taste: ours is to have together what belongs together.
  rules: { "service-keys-order": 0, "services-alphabetical-order": 0 },
  quiet: false,
  debug: false,
  exclude: [],
});

const folders = ["sqlite", "postgres"] as const;
const fileOf = (folder: string) => `deploy/compose/${folder}/compose.yaml`;

/** `.env.example` with a password in it. */
function exampleOf(folder: string): Record<string, string> {
  const text = readFileSync(`deploy/compose/${folder}/.env.example`, "utf8");
  const found = Object.fromEntries(
    [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  return {
    ...found,
    ...("DATABASE_PASSWORD" in found ? { DATABASE_PASSWORD: "d".repeat(48) } : {}),
  };
}

/** The file with its variables put in, as compose does; what is not set must not be empty. */
function filled(folder: string): Any {
  const example = exampleOf(folder);
  const used = new Set<string>();
  const put = (value: Any): Any => {
    if (Array.isArray(value)) return value.map(put);
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, put(of)]));
    }
    if (typeof value !== "string") return value;
    return value.replace(/\$\{([A-Z_]+)(?::\?[^}]*)?\}/g, (_, name: string) => {
      used.add(name);
      return example[name] ?? "";
    });
  };
  const [document] = readYaml(fileOf(folder));
  const whole = put(document);
  expect([...used].sort()).toEqual(Object.keys(example).sort());
  return whole;
}

describe.each(folders)("%s", (folder) => {
  const { services, networks, volumes, secrets } = filled(folder);
  const { grantry } = services;

  test("keeps to the schema, and to dclint's rules", () => {
    const [result] = linter.lintFiles([fileOf(folder)], false);
    expect(result?.messages).toEqual([]);
  });

  test("refuses to start without what has to be set", () => {
    const text = readFileSync(fileOf(folder), "utf8");
    for (const name of Object.keys(exampleOf(folder))) expect(text).toContain(`\${${name}:?`);
  });

  test("the server has no rights, a read-only root, and no image but the one that is named", () => {
    expect(grantry).toMatchObject({
      user: "1000:1000",
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      ulimits: { core: 0 },
      healthcheck: { test: ["CMD", "/usr/bin/grantry", "health"] },
    });
    expect(readFileSync(fileOf(folder), "utf8")).toContain("image: ${GRANTRY_IMAGE:?");
    for (const name of ["privileged", "cap_add", "network_mode", "pid"])
      expect(grantry).not.toHaveProperty(name);
  });

  test("the server takes this environment, as one of production", () => {
    const config = readConfig(grantry.environment);
    expect(config).toMatchObject({ production: true, publicUrl: "https://connect.example.com" });
    expect(config.encryptionKeyFile).toBe(`/run/secrets/${grantry.secrets[0]}`);
    expect(grantry.volumes).toEqual([`data:${grantry.environment.GRANTRY_DATA_DIR}`]);
    expect(Object.keys(secrets)).toEqual(grantry.secrets);
    for (const { networks: of = [] } of Object.values<Any>(services)) {
      expect(Object.keys(networks)).toEqual(
        expect.arrayContaining(
          [of].flat().flatMap((one: Any) => (typeof one === "string" ? one : Object.keys(one))),
        ),
      );
    }
    expect(Object.keys(volumes)).toContain("data");
  });
});

test("with SQLite, the port is this machine's, and its gateway the proxy", () => {
  const { services, networks } = filled("sqlite");
  expect(services.grantry.ports).toEqual(["127.0.0.1:4400:4400"]);
  const { gateway } = networks.grantry.ipam.config[0];
  expect(services.grantry.environment.GRANTRY_TRUSTED_PROXIES).toBe(gateway);
});

test("with PostgreSQL, Caddy alone is reached, and is the proxy; the database is reached by the server alone", () => {
  const { services, networks } = filled("postgres");
  const { caddy, grantry, database } = services;
  expect(Object.keys(services).filter((name) => "ports" in services[name])).toEqual(["caddy"]);
  expect(grantry.environment.GRANTRY_TRUSTED_PROXIES).toBe(caddy.networks.front.ipv4_address);
  expect(database.networks).toEqual(["database"]);
  expect(networks.database.internal).toBe(true);
  expect(Object.keys(caddy.networks)).toEqual(["front"]);
  const { hostname, username, password, pathname } = new URL(
    grantry.environment.GRANTRY_DATABASE_URL,
  );
  expect({ hostname, username, password, pathname }).toEqual({
    hostname: "database",
    username: database.environment.POSTGRES_USER,
    password: database.environment.POSTGRES_PASSWORD,
    pathname: `/${database.environment.POSTGRES_DB}`,
  });
  const [from] = caddy.volumes[0].split(":");
  expect(readFileSync(`deploy/compose/postgres/${from}`, "utf8")).toContain("{$GRANTRY_UPSTREAM:");
  expect(caddy.environment).toEqual({
    GRANTRY_NAME: "connect.example.com",
    GRANTRY_UPSTREAM: "grantry:4400",
  });
});
