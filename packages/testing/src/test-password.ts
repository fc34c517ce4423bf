/** The password of people whom a world declares, and what is kept of it. */
import { argon2Sync, randomBytes } from "node:crypto";
import type { BootstrapInput } from "@grantry/server/service/bootstrap/bootstrap-schema";
import type { Store } from "@grantry/server/store/store";

export const password = "correct horse battery staple";

/**
 * Its hash, as PHC lets each hash say what it cost: next to nothing. A hash of the server's own cost takes
 * longer than all else that a world starts with; `bootstrap.test.ts` and `password-work.test.ts` make those.
 */
const hash = cheapHash();

function cheapHash(): string {
  const [memory, passes, parallelism] = [64, 1, 1];
  const nonce = randomBytes(16);
  const cost = { memory, passes, parallelism, tagLength: 32 };
  const tag = argon2Sync("argon2id", { message: Buffer.from(password), nonce, ...cost });
  const text = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text(nonce)}$${text(tag)}`;
}

const hasIt = ({ password: source }: Member) =>
  source !== undefined && "file" in source && source.file === password;

type Member = NonNullable<BootstrapInput["workspaces"][number]["members"]>[number];

/** The declaration without this password: the server then makes the same accounts, without a hash. */
export function withoutPassword({ workspaces, ...others }: BootstrapInput): BootstrapInput {
  return {
    ...others,
    workspaces: workspaces.map(({ members, ...workspace }) => ({
      ...workspace,
      ...(members === undefined ? {} : { members: members.map(withoutIt) }),
    })),
  };
}

function withoutIt(member: Member): Member {
  if (!hasIt(member)) return member;
  const { password: _, ...others } = member;
  return others;
}

/** Gives the people who were declared with this password its hash. */
export async function enterPasswords({ db }: Store, { workspaces }: BootstrapInput): Promise<void> {
  const emails = workspaces
    .flatMap(({ members = [] }) => members)
    .filter(hasIt)
    .map(({ email }) => email);
  if (emails.length === 0) return;
  await db
    .updateTable("operators")
    .set({ password_hash: hash })
    .where("email", "in", emails)
    .execute();
}
