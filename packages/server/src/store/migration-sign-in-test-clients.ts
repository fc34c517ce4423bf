/** The statements of migration 0048: of which client a company's sign-in is tested. A test of before is of none, and begun again. */
export const signInTestClientStatements: readonly string[] = [
  "ALTER TABLE sign_in_tests ADD COLUMN client_id TEXT NOT NULL DEFAULT ''",
];
