/** The version of this server; tools/versions.test.ts holds it against the packages'. */
export const version = "0.1.0";
