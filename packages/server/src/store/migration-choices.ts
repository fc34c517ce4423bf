/**
 * The statements of the migration by which a consent can wait for a choice: what there is to choose from,
 * and until when the grant, which is queued to be taken back, is held for the choice.
 */
export function choiceStatements({
  bytes,
  int,
}: {
  readonly bytes: string;
  readonly int: string;
}): readonly string[] {
  return [
    `ALTER TABLE authorizations ADD COLUMN sealed_choice ${bytes}`,
    `ALTER TABLE revocations ADD COLUMN held_until ${int}`,
  ];
}
