/**
 * The statements of the migration that lets connectors be tested: a test is an authorization of no app, of
 * which nothing is kept but what came of each step; a connector knows when it was tested last, and which step
 * failed. SQLite changes no NOT NULL, so there the table is made anew, with what stands in it.
 */
import type { Engine } from "./engine.ts";

const kept = `authorization_id, workspace_id, app_id, connector_id, owner_kind, user_id, user_label, status, error,
  proof, link_hash, state_hash, browser_hash, code_verifier, completion_challenge, completion_code_hash,
  redirect_uri, return_url, requested_scopes, settings, expires_at, created_at, finished_at, author_id,
  author_email, replaces_account, sealed_link, user_issuer, user_id_claim, used_link_hash,
  answered_state_hash, error_detail, provider_error, provider_error_description, sealed_choice, nonce_hash,
  locale, restart_until`;
const purpose = "purpose TEXT NOT NULL DEFAULT 'connect' CHECK (purpose IN ('connect', 'test'))";
const ofNoApp = "CHECK ((purpose = 'test') = (app_id IS NULL))";

export function connectorTestStatements(
  engine: Engine,
  { bytes, int, strict }: { readonly bytes: string; readonly int: string; readonly strict: string },
): readonly string[] {
  const ofConnectors = [
    `ALTER TABLE connectors ADD COLUMN tested_at ${int}`,
    "ALTER TABLE connectors ADD COLUMN test_failed_step TEXT",
  ];
  if (engine === "postgres") {
    return [
      "ALTER TABLE authorizations ALTER COLUMN app_id DROP NOT NULL",
      `ALTER TABLE authorizations ADD COLUMN ${purpose}`,
      "ALTER TABLE authorizations ADD COLUMN steps TEXT",
      `ALTER TABLE authorizations ADD ${ofNoApp}`,
      ...ofConnectors,
    ];
  }
  return [
    `CREATE TABLE authorizations_with_tests (
      authorization_id TEXT PRIMARY KEY,
      workspace_id TEXT NOT NULL REFERENCES workspaces,
      app_id TEXT REFERENCES apps,
      connector_id TEXT NOT NULL REFERENCES connectors,
      owner_kind TEXT NOT NULL CHECK (owner_kind IN ('app', 'user')),
      user_id TEXT NOT NULL,
      user_label TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('pending', 'completed', 'failed')),
      error TEXT,
      proof TEXT NOT NULL CHECK (proof IN ('browser_cookie', 'confirmation', 'app_completion')),
      link_hash ${bytes} UNIQUE,
      state_hash ${bytes} UNIQUE,
      browser_hash ${bytes},
      code_verifier ${bytes},
      completion_challenge TEXT,
      completion_code_hash ${bytes} UNIQUE,
      redirect_uri TEXT NOT NULL,
      return_url TEXT,
      requested_scopes TEXT NOT NULL,
      settings TEXT NOT NULL,
      expires_at ${int} NOT NULL,
      created_at ${int} NOT NULL,
      finished_at ${int},
      author_id TEXT,
      author_email TEXT,
      replaces_account ${int} NOT NULL DEFAULT 0,
      sealed_link ${bytes},
      user_issuer TEXT NOT NULL DEFAULT '',
      user_id_claim TEXT NOT NULL DEFAULT '',
      used_link_hash ${bytes},
      answered_state_hash ${bytes},
      error_detail TEXT,
      provider_error TEXT,
      provider_error_description TEXT,
      sealed_choice ${bytes},
      nonce_hash ${bytes},
      locale TEXT,
      restart_until ${int},
      ${purpose},
      steps TEXT,
      ${ofNoApp}
    ) ${strict}`,
    `INSERT INTO authorizations_with_tests (${kept}) SELECT ${kept} FROM authorizations`,
    "DROP TABLE authorizations",
    "ALTER TABLE authorizations_with_tests RENAME TO authorizations",
    "CREATE INDEX authorizations_by_age ON authorizations (created_at)",
    `CREATE INDEX authorizations_open ON authorizations (connector_id, app_id)
      WHERE sealed_link IS NOT NULL`,
    `CREATE UNIQUE INDEX authorizations_by_used_link ON authorizations (used_link_hash)
      WHERE used_link_hash IS NOT NULL`,
    `CREATE UNIQUE INDEX authorizations_by_answered_state ON authorizations (answered_state_hash)
      WHERE answered_state_hash IS NOT NULL`,
    ...ofConnectors,
  ];
}
