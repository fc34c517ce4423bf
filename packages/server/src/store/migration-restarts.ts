/**
 * The statements of migration 0029: the language that an app wants the connect pages in, and until when the
 * browser of a failed attempt may begin another. An attempt of before is in the browser's language and is not
 * begun again.
 */
export function restartStatements({ int }: { readonly int: string }): readonly string[] {
  return [
    "ALTER TABLE authorizations ADD COLUMN locale TEXT",
    `ALTER TABLE authorizations ADD COLUMN restart_until ${int}`,
  ];
}
