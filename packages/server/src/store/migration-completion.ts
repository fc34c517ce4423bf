/**
 * The statements of the migration by which apps complete consents themselves: what an app demands and where else it
 * may be returned to, the provider's answer that waits for the app, and when the app came for it.
 */
export function completionStatements({
  bytes,
  int,
}: {
  readonly bytes: string;
  readonly int: string;
}): readonly string[] {
  return [
    `ALTER TABLE apps ADD COLUMN completion TEXT NOT NULL DEFAULT 'offered'
      CHECK (completion IN ('offered', 'required'))`,
    `ALTER TABLE apps ADD COLUMN native_return_urls TEXT NOT NULL DEFAULT '[]'`,
    `ALTER TABLE authorizations ADD COLUMN sealed_response ${bytes}`,
    `ALTER TABLE authorizations ADD COLUMN redeemed_at ${int}`,
  ];
}
