/** What a verification of the audit log found, in words. */
import type { Schemas } from "../api/client.ts";
import { numberOf } from "./figures.ts";
import { counted } from "./plural.ts";

type Verification = Schemas["AuditVerification"];

/** The log from its beginning, however many parts it was checked in. */
export interface Verified extends Verification {
  /** Over all parts. */
  readonly checked: number;
}

export interface Finding {
  readonly isWhole: boolean;
  readonly lead: string;
  readonly more: readonly string[];
}

export function findingOf(verified: Verified): Finding {
  const { broken } = verified;
  if (broken !== null) return brokenAt(broken);
  const { checked, first_number: first, last_number: last } = verified;
  if (last === null || first === null || checked === 0) {
    return { isWhole: true, lead: "There is nothing to verify yet.", more: waiting(verified) };
  }
  const all = `numbers ${numberOf(first)} to ${numberOf(last)}`;
  return {
    isWhole: true,
    lead: `${counted(checked, "record")}, unbroken.`,
    more: [
      `All of them, ${all}, are as the server wrote them: none was changed, removed, put in or moved.`,
      ...(first > 1
        ? ["Earlier records were removed, as this workspace limits how long they are kept."]
        : []),
      ...waiting(verified),
    ],
  };
}

function waiting({ unlinked }: Verification): string[] {
  if (unlinked === 0) return [];
  const some = unlinked >= 1_000 ? "1,000 or more records are" : `${counted(unlinked, "record")} `;
  const are = unlinked >= 1_000 ? "" : unlinked === 1 ? "is" : "are";
  return [`${some}${are} too new to be part of the chain: verify again in a moment.`];
}

function brokenAt({ kind, number }: NonNullable<Verification["broken"]>): Finding {
  const which = numberOf(number);
  const before = number > 1 ? " Those before it are as they were written." : "";
  const [lead, what] =
    kind === "removed"
      ? [`Record ${which} is missing.`, `Somebody removed it from the database.${before}`]
      : kind === "changed"
        ? [
            `Record ${which} does not match.`,
            `It was changed, put in or moved in the database after it was written.${before}`,
          ]
        : kind === "end_changed"
          ? [
              `The log does not end as the server sealed it, at record ${which}.`,
              "Records may have been cut off its end, or all of it written anew in the database.",
            ]
          : kind === "end_was_changed"
            ? [
                `When record ${which} was the last, the end was not as the server had sealed it.`,
                "What was before it cannot be vouched for; what came after it is as it was written.",
              ]
            : [`Record ${which} is not as it should be.`, kind];
  return {
    isWhole: false,
    lead,
    more: [
      what,
      "Whoever did it could write to the database. Keep a copy of the database as it is, export the log, and look into who had access.",
    ],
  };
}

/** As it is noted elsewhere: `48211:9f3c…`; null where nothing is there to note. */
export function notedText({ last_number: number, last_hash: hash }: Verification): string | null {
  return number === null || hash === null || number === 0 ? null : `${number}:${hash}`;
}

/** What was noted, read back; null where it is nothing of the kind. */
export function notedIn(text: string): { readonly number: number; readonly hash: string } | null {
  const [, number, hash] = /^([1-9]\d{0,14}):([\w-]{43})$/.exec(text.trim()) ?? [];
  return number === undefined || hash === undefined ? null : { number: Number(number), hash };
}
