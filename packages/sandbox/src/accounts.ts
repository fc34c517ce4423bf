/** The three made-up accounts of the sandbox provider. */

export interface SandboxAccount {
  /** The `sub` claim. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export const accounts = [
  { id: "sandbox-ada", name: "Ada Example", email: "ada@sandbox.example" },
  { id: "sandbox-bo", name: "Bo Example", email: "bo@sandbox.example" },
  { id: "sandbox-cy", name: "Cy Example", email: "cy@sandbox.example" },
] as const satisfies readonly SandboxAccount[];

export type SandboxAccountId = (typeof accounts)[number]["id"];

/** The account with this id, or undefined. */
export function findAccount(id: string | null | undefined): SandboxAccount | undefined {
  return accounts.find((account) => account.id === id);
}
