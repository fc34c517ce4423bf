/**
 * The statement of migration 0025: what an ID token must bring back is the nonce that was sent, whatever the
 * provider's entry says by then. A consent that was under way before has none, and is asked for none.
 */
export function nonceStatements({ bytes }: { readonly bytes: string }): readonly string[] {
  return [`ALTER TABLE authorizations ADD COLUMN nonce_hash ${bytes}`];
}
