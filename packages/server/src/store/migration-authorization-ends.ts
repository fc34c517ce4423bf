/**
 * The statements of the migration by which a browser finds its own attempt again: by the link that it
 * used, and by the `state` that it brought back; and by which an end says why in the provider's words.
 */
export function authorizationEndStatements({
  bytes,
}: {
  readonly bytes: string;
}): readonly string[] {
  return [
    `ALTER TABLE authorizations ADD COLUMN used_link_hash ${bytes}`,
    `ALTER TABLE authorizations ADD COLUMN answered_state_hash ${bytes}`,
    "ALTER TABLE authorizations ADD COLUMN error_detail TEXT",
    "ALTER TABLE authorizations ADD COLUMN provider_error TEXT",
    "ALTER TABLE authorizations ADD COLUMN provider_error_description TEXT",
    `CREATE UNIQUE INDEX authorizations_by_used_link ON authorizations (used_link_hash)
      WHERE used_link_hash IS NOT NULL`,
    `CREATE UNIQUE INDEX authorizations_by_answered_state ON authorizations (answered_state_hash)
      WHERE answered_state_hash IS NOT NULL`,
  ];
}
