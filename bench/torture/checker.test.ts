/** A checker that cannot fail is worthless: histories with each fault in them, and it is found. */
import { describe, expect, test } from "vitest";
import { unavoidable } from "./check-grants.ts";
import { check } from "./checker.ts";
import type {
  FinalRow,
  History,
  Issued,
  LedgerEntry,
  Life,
  Operation,
  Outage,
  Passing,
  Point,
  ProviderId,
  Read,
  RefreshRequest,
} from "./history.ts";
import { violationKinds } from "./verdict.ts";

/**
 * The healthy history: connected at 0, a token of three seconds; read, refreshed at 3,000 by process
 * 0.1, read again, and made to refresh in the end at 7,000.
 */
interface Draft {
  ledger: LedgerEntry[];
  passings: Passing[];
  reads: Read[];
  operations: Operation[];
  lives: Life[];
  outages: Outage[];
  rows: FinalRow[];
  deadlineMs: number;
}

const connection = "c1";

function issued(at: number, family = "f1", provider: ProviderId = "strict"): Issued {
  const access = `${family}-1`;
  return {
    kind: "issued",
    at,
    account: connection,
    provider,
    family,
    access,
    lifetimeMs: 3_000,
  };
}

/** A refresh that takes ten milliseconds: `f1-1` becomes `f1-2`. */
function refresh(
  at: number,
  [presented, access]: readonly [string, string | null],
  changes: Partial<RefreshRequest> = {},
): RefreshRequest {
  return {
    kind: "refresh",
    arrivedAt: at,
    decidedAt: at,
    endedAt: at + 10,
    account: connection,
    provider: "strict",
    family: presented.replace(/-\d+$/, ""),
    presented,
    attempt: `0.1#${at}`,
    outcome: access === null ? "dead" : "ok",
    delivery: "finished",
    fault: "none",
    access,
    lifetimeMs: access === null ? 0 : 3_000,
    ...changes,
  };
}

/** The points that the attempt of a refresh at this moment passed. */
function passed(at: number, list: readonly Point[], process = "0.1"): Passing[] {
  const offsets = { claimed: -2, sending: -1, answered: 11, stored: 15, judged: 15 };
  return list.map((point) => ({
    kind: "point",
    at: at + offsets[point],
    process,
    attempt: `${process}#${at}`,
    point,
  }));
}

const allPoints = ["claimed", "sending", "answered", "stored"] as const;

function read(start: number, changes: Partial<Read> = {}): Read {
  return {
    kind: "read",
    start,
    end: start + 20,
    connection,
    slot: 0,
    status: 200,
    reason: null,
    version: null,
    access: null,
    refusedVersion: null,
    ...changes,
  };
}

function served(start: number, access: string, version: number, changes: Partial<Read> = {}): Read {
  return read(start, { access, version, ...changes });
}

function refused(start: number, status: number, reason: string, changes: Partial<Read> = {}): Read {
  return read(start, { status, reason, ...changes });
}

function operation(
  name: Operation["name"],
  start: number,
  changes: Partial<Operation> = {},
): Operation {
  return {
    kind: "operation",
    name,
    start,
    end: start + 20,
    connection,
    done: true,
    effectiveFrom: name === "connect" ? start + 5 : null,
    status: null,
    reason: null,
    value: null,
    ...changes,
  };
}

function life(process: string, changes: Partial<Life> = {}): Life {
  return {
    kind: "life",
    process,
    slot: Number(process.split(".")[0]),
    spawnedAt: -1_000,
    listeningAt: -500,
    killedAt: null,
    exitedAt: null,
    ...changes,
  };
}

function killed(process: string, at: number): Life {
  return life(process, { killedAt: at, exitedAt: at + 5 });
}

function healthy(provider: ProviderId = "strict"): Draft {
  return {
    ledger: [
      issued(10, "f1", provider),
      refresh(3_000, ["f1-1", "f1-2"], { provider }),
      refresh(7_000, ["f1-2", "f1-3"], { provider }),
    ],
    passings: [...passed(3_000, allPoints), ...passed(7_000, allPoints)],
    reads: [
      served(100, "f1-1", 1),
      served(2_990, "f1-2", 2, { end: 3_020 }),
      served(3_500, "f1-2", 2),
      served(6_990, "f1-3", 3, { end: 7_020, refusedVersion: 2 }),
    ],
    operations: [operation("connect", 0)],
    lives: [life("0.1"), life("1.1")],
    outages: [],
    rows: [
      {
        kind: "row",
        connection,
        status: "active",
        reason: null,
        version: 3,
        metadata: connection,
      },
    ],
    deadlineMs: 2_000,
  };
}

/** The answer to the refresh at 3,000 was lost, and the connection ended at 3,200. */
function lostAnswer(provider: ProviderId, reason = "outcome_unknown"): Draft {
  const draft = healthy(provider);
  draft.ledger = [
    issued(10, "f1", provider),
    refresh(3_000, ["f1-1", "f1-2"], { provider, delivery: "dropped", fault: "drop" }),
  ];
  draft.passings = passed(3_000, ["claimed", "sending", "judged"]);
  draft.reads = [served(100, "f1-1", 1), refused(3_200, 404, "needs_reauth")];
  draft.operations.push(operation("view", 3_300, { status: "needs_reauth", reason }));
  return draft;
}

function kindsOf(history: History): string[] {
  return [...new Set(check(history).violations.map(({ kind }) => kind))].sort();
}

function found(change: (draft: Draft) => void, provider: ProviderId = "strict"): string[] {
  const draft = healthy(provider);
  change(draft);
  return kindsOf(draft);
}

test.each(["strict", "grace", "stable"] as const)("a healthy history of %s has nothing", (one) => {
  const { violations, counts } = check(healthy(one));
  expect(violations).toEqual([]);
  expect(counts["answers kept"]).toBe(2);
  expect(counts["alive in the end"]).toBe(1);
});

describe("a lost grant", () => {
  test("an answer that was dropped without a grace is unavoidable, and counted apart", () => {
    const { violations, counts } = check(lostAnswer("strict"));
    expect(violations).toEqual([]);
    expect(counts[unavoidable.dropped]).toBe(1);
  });

  test.each(["grace", "stable"] as const)("with %s it is lost: it could be tried again", (one) => {
    expect(kindsOf(lostAnswer(one))).toEqual(["lost"]);
  });

  test("with another reason than that the outcome is unknown it is lost", () => {
    expect(kindsOf(lostAnswer("strict", "invalid_grant"))).toEqual(["lost"]);
  });

  test("where the answer was delivered it is lost", () => {
    const draft = lostAnswer("strict");
    draft.ledger = [issued(10), refresh(3_000, ["f1-1", "f1-2"])];
    expect(kindsOf(draft)).toEqual(["lost", "thrown_away"]);
  });

  test("where the answer was stored it is lost", () => {
    const draft = lostAnswer("strict");
    draft.passings = passed(3_000, allPoints);
    expect(kindsOf(draft)).toEqual(["good_refused", "lost"]);
  });

  test("where nothing was ever exchanged it is lost, whatever faults there were", () => {
    const draft = lostAnswer("strict");
    const outcome = { outcome: "error", access: null, fault: "error" } as const;
    draft.ledger = [issued(10), refresh(3_000, ["f1-1", null], outcome)];
    expect(kindsOf(draft)).toEqual(["lost"]);
  });

  test("an answer that came when the call's time was up is unavoidable, one that came in time is not", () => {
    const draft = lostAnswer("strict");
    draft.ledger = [issued(10), refresh(3_000, ["f1-1", "f1-2"], { attempt: "0.1#1300" })];
    draft.passings = passed(1_300, ["claimed", "sending", "judged"]);
    const { violations, counts } = check(draft);
    expect(violations).toEqual([]);
    expect(counts[unavoidable.aborted]).toBe(1);
    draft.passings = passed(2_500, ["claimed", "sending", "judged"]).map((one) => ({
      ...one,
      attempt: "0.1#1300",
    }));
    expect(kindsOf(draft)).toEqual(["lost", "thrown_away"]);
  });

  describe("whose answer was in the hands of a process that was killed", () => {
    const died = (killedAt: number, points: readonly Point[]) => {
      const draft = lostAnswer("strict");
      draft.ledger = [issued(10), refresh(3_000, ["f1-1", "f1-2"])];
      draft.passings = passed(3_000, points);
      draft.lives = [killed("0.1", killedAt), life("1.1")];
      return draft;
    };

    test("is unavoidable where it died within that call", () => {
      const { violations, counts } = check(died(3_050, ["claimed", "sending", "answered"]));
      expect(violations).toEqual([]);
      expect(counts[unavoidable.killed]).toBe(1);
    });

    test("is lost where it had all the time to store it", () => {
      expect(kindsOf(died(60_000, ["claimed", "sending", "answered"]))).toEqual([
        "lost",
        "thrown_away",
      ]);
    });

    test("is lost where another process than the one that was killed had it", () => {
      const draft = died(3_050, ["claimed", "sending", "answered"]);
      draft.lives = [life("0.1"), killed("1.1", 3_050)];
      expect(kindsOf(draft)).toEqual(["lost", "thrown_away"]);
    });
  });

  test("a connection that is gone without a trace is lost", () => {
    expect(found(({ reads }) => reads.push(refused(5_000, 404, "not_connected")))).toEqual([
      "lost",
    ]);
  });

  test("one that cannot be refreshed in the end is lost", () => {
    const draft = healthy();
    draft.ledger.pop();
    draft.reads.pop();
    draft.reads.push(refused(7_000, 503, "provider_unavailable", { refusedVersion: 2 }));
    expect(kindsOf(draft)).toEqual(["lost"]);
  });

  test("one that its user withdrew is not lost", () => {
    const draft = healthy();
    draft.ledger.splice(2, 1, { kind: "withdrawn", at: 4_000, family: "f1" });
    draft.ledger.push(refresh(6_500, ["f1-2", null]));
    draft.passings = [...passed(3_000, allPoints), ...passed(6_500, ["sending", "judged"])];
    draft.reads.pop();
    draft.reads.push(refused(6_490, 404, "needs_reauth", { end: 6_520 }));
    const { violations, counts } = check(draft);
    expect(violations).toEqual([]);
    expect(counts["ended by their user"]).toBe(1);
  });
});

describe("refreshes", () => {
  test("a single-use token that is used twice", () => {
    const reuse = { outcome: "reuse", access: null } as const;
    expect(found(({ ledger }) => ledger.push(refresh(5_000, ["f1-1", null], reuse)))).toContain(
      "double_use",
    );
  });

  test("a last try after the end of the token, when the outcome is unknown, is none", () => {
    const draft = lostAnswer("strict");
    draft.ledger.push(refresh(3_100, ["f1-1", null], { outcome: "reuse", access: null }));
    const { violations, counts } = check(draft);
    expect(violations).toEqual([]);
    expect(counts["last tries, when there was nothing to lose"]).toBe(1);
  });

  test("a last try while the token of before still works is one", () => {
    const draft = lostAnswer("strict");
    draft.ledger = [
      issued(10),
      refresh(1_000, ["f1-1", "f1-2"], { delivery: "dropped", fault: "drop" }),
      refresh(1_100, ["f1-1", null], { outcome: "reuse", access: null }),
    ];
    expect(kindsOf(draft)).toEqual(["double_use", "lost"]);
  });

  test("two at the same time", () => {
    expect(
      found(({ ledger, passings }) => {
        ledger.push(refresh(3_005, ["f1-1", "f1-9"], { attempt: "1.1#3005", provider: "stable" }));
        passings.push(...passed(3_005, allPoints, "1.1"));
      }, "stable"),
    ).toEqual(["concurrent"]);
  });

  test("a version that is refreshed twice within the grace", () => {
    expect(
      found(({ ledger }) => {
        ledger.push(refresh(3_100, ["f1-1", "f1-9"], { provider: "grace", delivery: "dropped" }));
      }, "grace"),
    ).toContain("refreshed_twice");
  });

  test("a second exchange after an answer that was lost is allowed within the grace", () => {
    const draft = healthy("grace");
    const lost = refresh(2_980, ["f1-1", "f1-9"], { provider: "grace", delivery: "dropped" });
    draft.ledger.push(lost);
    const { violations, counts } = check(draft);
    expect(violations).toEqual([]);
    expect(counts["tried again after a lost answer"]).toBe(1);
  });

  test("one of a token that is fresh", () => {
    expect(
      found(({ ledger, passings, reads }) => {
        ledger[1] = refresh(3_000, ["f1-1", "f1-2"], { provider: "stable", lifetimeMs: 4_000 });
        ledger.push(refresh(3_300, ["f1-1", "f1-8"], { provider: "stable" }));
        passings.push(...passed(3_300, allPoints));
        reads.splice(2, 1, served(3_500, "f1-8", 3));
        reads.splice(3, 1, served(6_990, "f1-3", 4, { end: 7_020, refusedVersion: 3 }));
      }, "stable"),
    ).toEqual(["needless"]);
  });

  test("a token whose answer was long in coming is as old as its request", () => {
    expect(
      found(({ ledger, passings, reads }) => {
        const slow = { provider: "stable", lifetimeMs: 4_000, decidedAt: 3_900, endedAt: 3_905 };
        ledger[1] = refresh(3_000, ["f1-1", "f1-2"], { ...slow, provider: "stable" });
        passings.splice(0, 4, ...passed(3_000, allPoints));
        passings[2] = { ...passings[2]!, at: 3_910 };
        passings[3] = { ...passings[3]!, at: 3_915 };
        ledger.push(refresh(4_200, ["f1-1", "f1-8"], { provider: "stable" }));
        passings.push(...passed(4_200, allPoints));
        reads.splice(1, 2, served(4_500, "f1-8", 3));
        reads.splice(2, 1, served(6_990, "f1-3", 4, { end: 7_020, refusedVersion: 3 }));
      }, "stable"),
    ).toEqual([]);
  });

  test("one of a fresh token that a caller complained of is asked for", () => {
    expect(
      found(({ ledger, passings, reads }) => {
        ledger.push(refresh(3_300, ["f1-1", "f1-8"], { provider: "stable" }));
        passings.push(...passed(3_300, allPoints));
        reads.splice(2, 1, served(3_290, "f1-8", 3, { end: 3_350, refusedVersion: 2 }));
        reads.splice(3, 1, served(6_990, "f1-3", 4, { end: 7_020, refusedVersion: 3 }));
      }, "stable"),
    ).toEqual([]);
  });

  test("one of a grant that is over", () => {
    expect(found(({ ledger }) => ledger.push(refresh(5_000, ["f1-2", null])))).toEqual([
      "refresh_of_dead",
    ]);
  });

  test("an answer that was received and is nowhere", () => {
    const draft = healthy("stable");
    draft.ledger.push(refresh(5_000, ["f1-1", "f1-7"], { provider: "stable" }));
    draft.passings.push(...passed(5_000, ["claimed", "sending", "answered"]));
    expect(kindsOf(draft)).toEqual(["thrown_away"]);
  });

  test("an answer that a connect overtook is rightly dropped, also one that ended on the request's way", () => {
    const overtaken = (connectedAt: number) => {
      const draft = healthy("stable");
      draft.ledger.push(
        refresh(5_000, ["f1-1", "f1-7"], { provider: "stable", attempt: "0.1#4900" }),
      );
      draft.passings.push(...passed(4_900, ["claimed", "sending"]));
      draft.passings.push(
        ...passed(5_000, ["answered"]).map((one) => ({ ...one, attempt: "0.1#4900" })),
      );
      draft.operations.push(operation("connect", connectedAt));
      draft.ledger.push({ ...issued(connectedAt + 5), family: "f2", access: "f2-1" });
      draft.ledger.splice(2, 1);
      draft.reads.pop();
      draft.reads.push(served(6_000, "f2-1", 3));
      return kindsOf(draft);
    };
    expect(overtaken(4_890)).not.toContain("thrown_away");
    // Over before the refresh began: its answer belongs to what was connected.
    expect(overtaken(4_800)).toContain("thrown_away");
  });

  test("an answer that a disconnect overtook is rightly dropped", () => {
    const draft = healthy("stable");
    draft.ledger.push(refresh(5_000, ["f1-1", "f1-7"], { provider: "stable" }));
    draft.ledger.push({ kind: "revoked", at: 5_015, family: "f1" });
    draft.passings.push(...passed(5_000, ["claimed", "sending", "answered"]));
    draft.operations.push(operation("disconnect", 5_002, { status: "revoked" }));
    draft.ledger.splice(2, 1);
    draft.reads.pop();
    expect(kindsOf(draft)).toEqual([]);
  });
});

describe("reads", () => {
  test("a token after its end", () => {
    expect(found(({ reads }) => reads.push(served(6_200, "f1-2", 2)))).toEqual([]);
    expect(found(({ reads }) => reads.splice(3, 0, served(6_700, "f1-2", 2)))).toEqual([
      "dead_served",
    ]);
  });

  test("a token of a grant of which the provider said that it is over", () => {
    expect(
      found(({ ledger, passings, reads }) => {
        ledger.push({ kind: "withdrawn", at: 3_600, family: "f1" });
        ledger.push(refresh(4_000, ["f1-2", null]));
        passings.push(...passed(4_000, ["sending", "judged"]));
        reads.splice(3, 0, served(4_700, "f1-2", 2));
      }),
    ).toContain("dead_served");
  });

  test("a token after a disconnect was answered", () => {
    expect(
      found(({ ledger, operations, reads }) => {
        ledger.splice(2, 1, { kind: "revoked", at: 4_005, family: "f1" });
        operations.push(operation("disconnect", 4_000, { status: "revoked" }));
        reads.splice(3, 1, served(4_100, "f1-2", 2));
      }),
    ).toEqual(["served_after_disconnect"]);
  });

  test("a token of the grant that a new consent replaced", () => {
    expect(
      found(({ ledger, operations, reads }) => {
        ledger.push(issued(4_010, "f2"));
        operations.push(operation("connect", 4_000));
        reads.splice(3, 0, served(4_100, "f1-2", 2));
      }),
    ).toContain("superseded_served");
  });

  test("a token that was never issued", () => {
    expect(found(({ reads }) => reads.push(served(3_600, "f9-9", 2)))).toContain("unknown_token");
    expect(found(({ reads }) => reads.push(read(3_600, { version: 2 })))).toContain(
      "unknown_token",
    );
  });

  test("an older version after a newer one", () => {
    expect(found(({ reads }) => reads.push(served(3_300, "f1-1", 1)))).toEqual(["went_back"]);
  });

  test("two tokens under one version", () => {
    expect(found(({ reads }) => reads.push(served(3_600, "f1-1", 2)))).toContain("two_tokens");
  });

  test("the refused token again", () => {
    expect(
      found(({ reads }) => reads.push(served(3_600, "f1-2", 2, { refusedVersion: 2 }))),
    ).toEqual(["complaint_ignored"]);
  });

  test.each([
    [503, "provider_unavailable"],
    [404, "needs_reauth"],
  ] as const)("a refusal (%s %s) although a good token is stored", (status, reason) => {
    expect(found(({ reads }) => reads.push(refused(3_600, status, reason)))).toContain(
      "good_refused",
    );
  });

  test("no refusal where the token is over, or a caller refused it", () => {
    const over = refused(6_300, 503, "provider_unavailable");
    const complaint = refused(3_600, 503, "provider_unavailable", { refusedVersion: 2 });
    expect(found(({ reads }) => void reads.splice(3, 0, over, complaint))).toEqual([]);
  });

  test("a database that is away although none was taken away", () => {
    const away = refused(3_600, 503, "database_unavailable");
    expect(found(({ reads }) => reads.push(away))).toEqual(["unexpected_answer"]);
    expect(
      found(({ reads, outages }) => {
        reads.push(away);
        outages.push({ kind: "outage", start: 3_400, end: 3_700, how: "stopped" });
      }),
    ).toEqual([]);
  });

  test("no answer from a server that was not killed, and any answer that is a fault", () => {
    const broken = refused(3_600, 0, "ECONNRESET");
    expect(found(({ reads }) => reads.push(broken))).toEqual(["unexpected_answer"]);
    expect(found(({ reads }) => reads.push(refused(3_600, 500, "internal")))).toEqual([
      "unexpected_answer",
    ]);
    expect(
      found(({ reads, lives }) => {
        reads.push(broken);
        lives[0] = killed("0.1", 3_610);
      }),
    ).toEqual([]);
  });
});

describe("the rest", () => {
  test("a disconnect that says revoked and leaves the grant alive", () => {
    expect(
      found(({ ledger, reads, operations }) => {
        ledger.pop();
        reads.pop();
        operations.push(operation("disconnect", 4_000, { status: "revoked" }));
      }),
    ).toEqual(["not_revoked"]);
  });

  test("a write of somebody else that was undone", () => {
    const write = operation("metadata", 2_900, { value: "hello" });
    expect(found(({ operations }) => operations.push(write))).toEqual(["metadata_lost"]);
    expect(
      found(({ operations, rows }) => {
        operations.push(write);
        rows[0] = { ...(rows[0] as FinalRow), metadata: "hello" };
      }),
    ).toEqual([]);
  });

  test("a process that ended by itself", () => {
    expect(
      found(({ lives }) => {
        lives[1] = life("1.1", { exitedAt: 4_000 });
      }),
    ).toEqual(["process_died"]);
  });

  test("every kind of violation is found by one of these", async () => {
    const { readFile } = await import("node:fs/promises");
    const text = await readFile(new URL(import.meta.url), "utf8");
    const missing = Object.keys(violationKinds).filter((kind) => !text.includes(`"${kind}"`));
    expect(missing).toEqual([]);
  });
});
