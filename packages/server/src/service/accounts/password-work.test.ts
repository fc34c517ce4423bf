/** In which order passwords are worked on, and how many wait. */
import { expect, test } from "vitest";
import { hashPassword } from "../../crypto/password.ts";
import { Secret } from "../../lib/secret.ts";
import { createPasswordWork } from "./password-work.ts";

const secret = new Secret("correct horse battery staple");
const partyOf = (from: string | null) => (from === null ? { known: "me" } : { stranger: from });

test("a known person goes before strangers, and strangers take turns by place", async () => {
  const hash = await hashPassword(secret);
  const work = createPasswordWork({ atOnce: 1 });
  const done: string[] = [];
  const enter = (name: string, from: string | null) =>
    work.matches(secret, hash, partyOf(from)).then((right) => done.push(`${name} ${right}`));
  await Promise.all([
    enter("first", "a"),
    enter("a1", "a"),
    enter("a2", "a"),
    enter("a3", "a"),
    enter("b1", "b"),
    enter("known", null),
    work.hash(secret, "new").then(() => done.push("new")),
  ]);
  expect(done).toEqual([
    "first true",
    "known true",
    "new",
    "a1 true",
    "b1 true",
    "a2 true",
    "a3 true",
  ]);
});

test("more than may wait are refused at once, strangers of one place before others, known people last", async () => {
  const work = createPasswordWork({ atOnce: 1, perPlaceMax: 2, strangersMax: 3, knownMax: 1 });
  const refused = { code: "too_many_attempts", retryAfterSeconds: 2 };
  const match = (from: string | null) => work.matches(secret, null, partyOf(from));
  const under = [match("a"), match("a"), match("a")];
  await expect(match("a")).rejects.toMatchObject(refused);
  under.push(match("b"));
  await expect(match("c")).rejects.toMatchObject(refused);
  under.push(match(null));
  await expect(match(null)).rejects.toMatchObject(refused);
  expect(await Promise.all(under)).toEqual([false, false, false, false, false]);
  await expect(match("c")).resolves.toBe(false);
});

test("nobody who is known holds up another by many at once, and one link cannot fill the queue", async () => {
  const work = createPasswordWork({ atOnce: 1, perKnownMax: 3 });
  const done: string[] = [];
  const hash = (name: string, who: string) => work.hash(secret, who).then(() => done.push(name));
  const many = ["m1", "m2", "m3", "m4"].map((name) => hash(name, "link"));
  await expect(work.hash(secret, "link")).rejects.toMatchObject({ code: "too_many_attempts" });
  await Promise.all([...many, hash("person", "person")]);
  expect(done).toEqual(["m1", "m2", "person", "m3", "m4"]);
});
