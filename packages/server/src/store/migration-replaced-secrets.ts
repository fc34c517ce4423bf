/**
 * The statements of migration 0014: of an OAuth client whose secret was replaced by the API, the secret
 * of before and the moment. Tokens that are older move elsewhere only for who knows it.
 */
export function replacedSecretStatements({
  bytes,
  int,
}: {
  readonly bytes: string;
  readonly int: string;
}): readonly string[] {
  return [
    `ALTER TABLE oauth_clients ADD COLUMN replaced_secret ${bytes}`,
    `ALTER TABLE oauth_clients ADD COLUMN secret_replaced_at ${int}`,
  ];
}
