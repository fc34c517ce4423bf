/**
 * The link by which `npm start` signs somebody in to the demo's dashboard, as its workspace's owner. It is kept
 * in memory, works once and for half an hour, and is given out where the server is reached on its own machine
 * only: no other server has one.
 */
import { hashSecret } from "../../crypto/hash.ts";
import { GrantryError } from "../../lib/error.ts";
import { newHandle, newUnguessable } from "../../lib/id.ts";
import { Secret } from "../../lib/secret.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import {
  findOperatorByEmail,
  findRole,
  insertOperator,
  type Person,
  putMembership,
} from "../../store/operators.ts";
import { inTransaction } from "../../store/store.ts";
import { serverActor } from "./actor.ts";
import type { AccountsContext } from "./context.ts";
import type { Place } from "./sessions.ts";
import { enter } from "./sign-in.ts";

/** How long the link can be used: half an hour. A new start prints another. */
const linkSeconds = 1_800;
const owner = { email: "owner@demo.example", name: "Demo owner" };

/**
 * A new link. A credential: it is shown to who started the demo, and never logged. Throws config_invalid where
 * the server is not reached by a loopback address.
 */
export async function offerDemoSignIn(
  context: AccountsContext,
  workspaceId: string,
): Promise<Secret> {
  const { clock, demoSignIn, publicUrl } = context;
  const { hostname, protocol } = new URL(publicUrl);
  if (protocol !== "http:" || !["127.0.0.1", "[::1]", "localhost"].includes(hostname)) {
    const detail = "The demo signs nobody in on a server that others can reach.";
    throw new GrantryError("config_invalid", { detail });
  }
  const account = await enterOwner(context, workspaceId);
  const token = newUnguessable();
  const until = clock.nowSeconds() + linkSeconds;
  demoSignIn.offer = { hash: hashOf(new Secret(token)), account, until };
  return new Secret(`${publicUrl}/demo/${token}`);
}

/** Uses the link up: the token of a new session. Throws entry_link_invalid, on any server but the demo's always. */
export async function takeDemoSignIn(
  context: AccountsContext,
  token: Secret,
  place: Place,
): Promise<Secret> {
  const { clock, demoSignIn } = context;
  const { offer } = demoSignIn;
  const isRight = offer !== null && offer.hash === hashOf(token);
  if (!isRight || offer.until <= clock.nowSeconds()) {
    const detail =
      "This link is unknown, was already used, or is older than half an hour. Stop npm start and start it again: it prints a new one.";
    throw new GrantryError("entry_link_invalid", { detail });
  }
  demoSignIn.offer = null;
  return await enter(context, offer.account, place);
}

function hashOf(token: Secret): string {
  return hashSecret(token.reveal()).toString("hex");
}

/** The account of the demo's owner, which has no password and is made where it is not there. */
async function enterOwner(
  { store }: Pick<AccountsContext, "store">,
  workspaceId: string,
): Promise<Person> {
  return await inTransaction(store, async (trx) => {
    const known = await findOperatorByEmail(trx, owner.email);
    const operatorId = known?.operatorId ?? newHandle("operator");
    if (known === undefined) {
      await insertOperator(trx, { ...owner, operatorId, passwordHash: null, isProven: true });
    }
    if ((await findRole(trx, operatorId, workspaceId)) === undefined) {
      await putMembership(trx, { workspaceId, operatorId, role: "owner" });
      await insertAuditRecord(trx, {
        workspaceId,
        actor: serverActor,
        action: "member.added",
        target: { kind: "operator", id: operatorId },
        details: { role: "owner", by: "demo" },
      });
    }
    return known ?? { ...owner, operatorId, credentialsEpoch: 0 };
  });
}
