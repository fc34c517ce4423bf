import { createCipheriv, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDataKeys, type KeyState } from "./data-keys.ts";
import { createKeyring, DataKeyAbsent, newKeyText } from "./keyring.ts";
import { localRootKey } from "./root-key.ts";
import { beginningOfSealed, type SealedPlace } from "./sealed-value.ts";

const place: SealedPlace = {
  workspace: "ws_1",
  table: "connections",
  row: "conn_1",
  column: "access_token",
  owner: ["user", "app_1", "https://id.example", "sub", "ada"],
};
const plainKey = randomBytes(32);

function ring(keyId = "dek_1", plain: Uint8Array = plainKey, workspaceId = "ws_1") {
  const keyring = createKeyring(newKeyText("k1"));
  keyring.dataKeys.put({ keyId, workspaceId, state: "primary", plain, nowMs: 0 });
  return keyring;
}

/** The nonce of a value that was sealed with the key "dek_1". */
function nonceOf(sealed: Buffer): string {
  return sealed.toString("hex", 7, 31);
}

describe("a sealed value", () => {
  test("opens to what was sealed, whatever it was (SEC-60)", () => {
    const keyring = ring();
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (plain) => {
        expect(keyring.open(keyring.seal(plain, place), place)).toBe(plain);
      }),
    );
    const hex = "deadbeef00112233445566778899aabb";
    expect(keyring.open(keyring.seal(hex, place), place)).toBe(hex);
  });

  test.each(["workspace", "table", "row", "column"] as const)(
    "does not open under another %s (SEC-58)",
    (part) => {
      const keyring = ring();
      const sealed = keyring.seal("token", place);
      const elsewhere = { ...place, [part]: `${place[part]}x` };
      expect(() => keyring.open(sealed, elsewhere)).toThrow(/cannot be opened/);
    },
  );

  test.each([
    ["user", ["user", "app_1", "https://id.example", "sub", "noah"]],
    ["issuer", ["user", "app_1", "https://other.example", "sub", "ada"]],
    ["claim", ["user", "app_1", "https://id.example", "email", "ada"]],
    ["app", ["user", "app_2", "https://id.example", "sub", "ada"]],
    ["kind of owner", ["app", "app_1"]],
    ["owner at all", []],
  ])("does not open for another %s (SEC-58)", (_, owner) => {
    const keyring = ring();
    const sealed = keyring.seal("token", place);
    expect(() => keyring.open(sealed, { ...place, owner })).toThrow(/cannot be opened/);
  });

  test("does not open with another key under its id, nor its key under another id (SEC-58)", () => {
    const sealed = ring().seal("token", place);
    expect(() => ring("dek_1", randomBytes(32)).open(sealed, place)).toThrow(/cannot be opened/);
    const claimed = Buffer.concat([beginningOfSealed(2, "dek_2"), sealed.subarray(7)]);
    expect(() => ring("dek_2").open(claimed, place)).toThrow(/cannot be opened/);
  });

  test("does not open when any bit of it was changed (SEC-63)", () => {
    const keyring = ring();
    const sealed = keyring.seal("a provider's token", place);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const broken = Buffer.from(sealed);
      broken[bit >> 3] = (broken[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => keyring.open(broken, place), `bit ${bit}`).toThrow();
    }
  });

  test("does not open when it was cut short (SEC-63)", () => {
    const keyring = ring();
    const sealed = keyring.seal("token", place);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => keyring.open(sealed.subarray(0, length), place)).toThrow(/cannot be opened/);
    }
  });

  test("has a nonce of 192 bits of its own", () => {
    const keyring = ring();
    const nonces = Array.from({ length: 1_000 }, () => nonceOf(keyring.seal("", place)));
    expect(new Set(nonces).size).toBe(1_000);
    expect(nonces[0]).toHaveLength(48);
  });
});

/** A value as the first format has it: sealed with a root key itself. */
function sealedInFormat1(keyId: string, key: Uint8Array, plain: string, workspace: string) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const { table, row, column } = place;
  cipher.setAAD(Buffer.from(JSON.stringify([1, keyId, workspace, table, row, column])));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([beginningOfSealed(1, keyId), nonce, body, cipher.getAuthTag()]);
}

describe("a value of the first format", () => {
  const root = randomBytes(32);
  const keyring = createKeyring(`k1:${root.toString("base64")}`);
  const sealed = sealedInFormat1("k1", root, "token", "ws_1");

  test("still opens, bound to what it was bound to", () => {
    expect(keyring.open(sealed, place)).toBe("token");
    expect(keyring.open(sealed, { ...place, owner: ["app", "app_2"] })).toBe("token");
    expect(() => keyring.open(sealed, { ...place, row: "conn_2" })).toThrow(/cannot be opened/);
    const ofOperators = sealedInFormat1("k1", root, "secret", "operators");
    const own = { ...place, workspace: "", workspaceOfFormat1: "operators" };
    expect(keyring.open(ofOperators, own)).toBe("secret");
  });

  test("opens not at all changed or cut short, or with a key that is not there (SEC-63)", () => {
    for (let at = 0; at < sealed.length; at += 1) {
      const broken = Buffer.from(sealed);
      broken[at] = (broken[at] ?? 0) ^ 1;
      expect(() => keyring.open(broken, place), `byte ${at}`).toThrow();
      expect(() => keyring.open(sealed.subarray(0, at), place)).toThrow(/cannot be opened/);
    }
    expect(() => createKeyring(newKeyText("k2")).open(sealed, place)).toThrow(/cannot be opened/);
  });
});

describe("a keyring", () => {
  test("opens with every data key it holds and seals with the primary one of the workspace", () => {
    const keyring = ring("dek_old");
    const sealed = keyring.seal("token", place);
    const add = (keyId: string, workspaceId: string, state: KeyState) =>
      keyring.dataKeys.put({ keyId, workspaceId, state, plain: randomBytes(32), nowMs: 0 });
    add("dek_new", "ws_1", "staged");
    add("dek_other", "ws_2", "primary");
    expect(keyring.seal("token", place).includes("dek_old")).toBe(true);
    keyring.dataKeys.setState("dek_old", "deprecated");
    keyring.dataKeys.setState("dek_new", "primary");
    expect(keyring.seal("token", place).includes("dek_new")).toBe(true);
    expect(keyring.open(sealed, place)).toBe("token");
  });

  test("says which data key it lacks", () => {
    const keyring = ring();
    const sealed = keyring.seal("token", place);
    keyring.dataKeys.drop("dek_1");
    expect(() => keyring.seal("token", place)).toThrow(DataKeyAbsent);
    expect(() => keyring.open(sealed, place)).toThrow(DataKeyAbsent);
  });

  test("derives different keys for different purposes and keys, of root keys and of its own data keys", () => {
    const text = `${newKeyText("a")} ${newKeyText("b")}`;
    const keyring = createKeyring(text);
    keyring.dataKeys.put({
      keyId: "dek_own",
      workspaceId: "",
      state: "primary",
      plain: plainKey,
      nowMs: 0,
    });
    const hex = (keyId: string, purpose: string) =>
      Buffer.from(keyring.derive(keyId, purpose)).toString("hex");
    const all = ["a", "b", "dek_own"].flatMap((keyId) => [hex(keyId, "x"), hex(keyId, "y")]);
    expect(new Set(all).size).toBe(6);
    expect(hex("a", "x")).toBe(hex("a", "x"));
    expect(keyring.derivingKeyId).toBe("dek_own");
    expect(keyring.derivingKeyIds).toEqual(["dek_own", "a", "b"]);
  });

  test("derives nothing of a workspace's data key", () => {
    const keyring = ring();
    expect(keyring.canDerive("dek_1")).toBe(false);
    expect(() => keyring.derive("dek_1", "x")).toThrow(/cannot be opened/);
    expect(() => keyring.derivingKeyId).toThrow(DataKeyAbsent);
  });

  test.each([
    ["", /No encryption key/],
    ["k1", /must be 32 bytes/],
    ["k1:AAAA", /must be 32 bytes/],
    [`k 1:${"A".repeat(43)}=`, /must be 32 bytes|1 to 32 letters/],
    ["k/1:AAAA", /1 to 32 letters/],
  ])("says what is wrong with %j", (text, message) => {
    expect(() => createKeyring(text)).toThrow(message);
  });

  test("refuses a key id that is used twice, also by a key service", () => {
    expect(() => createKeyring(`${newKeyText("k1")},${newKeyText("k1")}`)).toThrow(/used twice/);
    const services = new Map([["k1", localRootKey("k1", randomBytes(32))]]);
    for (const twice of [`${newKeyText("k1")},k1:there:it`, "k1:there:it,k1:there:it"]) {
      expect(() => createKeyring(twice, services)).toThrow(/used twice/);
    }
  });

  test("has those of key services where the list has them, and takes no other for one", () => {
    const services = new Map([["k2", localRootKey("k2", randomBytes(32))]]);
    const ids = (text: string) => createKeyring(text, services).rootKeys.map(({ id }) => id);
    expect(ids(`k2:there:it,${newKeyText("k1")}`)).toEqual(["k2", "k1"]);
    expect(ids(`${newKeyText("k1")}\nk2:there:it`)).toEqual(["k1", "k2"]);
    expect(ids("k2:there:it")).toEqual(["k2"]);
    expect(() => ids("k3:there:it")).toThrow(/id:base64/);
    expect(() => createKeyring("k2:there:it", services).derive("k2", "x")).toThrow();
  });
});

test("of data keys so many are held at once, and the server's own always", () => {
  const keys = createDataKeys(3);
  const put = (keyId: string, workspaceId: string) =>
    keys.put({ keyId, workspaceId, state: "primary", plain: randomBytes(32), nowMs: 0 });
  put("dek_own", "");
  for (const at of [1, 2, 3, 4]) put(`dek_${at}`, `ws_${at}`);
  expect(keys.all().map(({ keyId }) => keyId)).toEqual(["dek_own", "dek_3", "dek_4"]);
  expect(keys.primaryOf("ws_1")).toBeUndefined();
  expect(keys.primaryOf("ws_4")?.keyId).toBe("dek_4");
});
