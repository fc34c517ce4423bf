/**
 * The statements of migration 0031: what a person is told of their own sign-ins and keys. By what browser and from where a
 * session was opened, from where a command line was signed in, and how a personal key begins. Of those of before nothing is known.
 */
export const accountPageStatements: readonly string[] = [
  "ALTER TABLE operator_sessions ADD COLUMN client TEXT",
  "ALTER TABLE operator_sessions ADD COLUMN address TEXT",
  "ALTER TABLE cli_grants ADD COLUMN address TEXT",
  "ALTER TABLE personal_keys ADD COLUMN prefix TEXT",
];
