/**
 * Every service against a stand-in that checks who calls and keeps a real key. What a service does wrong is the same
 * list for all of them.
 */

import { randomBytes } from "node:crypto";
import type { Fault } from "@grantry/sandbox/faults";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import {
  keyServiceNames,
  type RunningKeyService,
  startKeyService,
  vaultOf,
} from "@grantry/testing/key-services/all";
import type { KeyServiceDouble } from "@grantry/testing/key-services/key-service";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { localRootKey, type RootKey } from "../crypto/root-key.ts";
import { directly } from "../lib/egress.ts";
import { GrantryError } from "../lib/error.ts";
import {
  createKeyServices,
  type KeyServices,
  type KeyServicesInput,
  type KeyUse,
  serviceKeyEntries,
  vaultAccess,
} from "./index.ts";

const context = "ws_1 dek_1";
const plain = randomBytes(32);

describe.each(keyServiceNames)("a root key in %s", (name) => {
  let running: RunningKeyService;
  let double: KeyServiceDouble;
  let services: KeyServices;
  let uses: KeyUse[];
  let clock: FakeClock;

  beforeAll(async () => {
    running = await startKeyService(name);
    double = running.double;
  });
  afterAll(() => running.close());
  beforeEach(() => {
    uses = [];
    clock = createFakeClock();
    services = open({});
    double.forget();
  });
  afterEach(async () => {
    double.every(null);
    double.set("enabled");
    double.takeCredentials(true);
    double.everyCredential?.(null);
    await services.close();
  });

  function open(more: Partial<KeyServicesInput>): KeyServices {
    return createKeyServices({
      clock,
      egress: directly,
      used: (use) => uses.push(use),
      sandbox: double.sandbox,
      vault: vaultAccess(running.vault),
      ...more,
    });
  }

  async function key(id = "k2", location = double.location): Promise<RootKey> {
    const [entry] = serviceKeyEntries(`${id}:${location}`);
    if (entry === undefined) throw new Error("the location is none of a key service");
    return await services.rootKey(entry);
  }

  /** What a use is refused with, and that it says nothing that must not be seen. */
  async function refusal(work: Promise<unknown>): Promise<GrantryError> {
    const thrown = await work.then(
      () => null,
      (error: unknown) => error,
    );
    if (!(thrown instanceof GrantryError)) throw thrown;
    const said = JSON.stringify([thrown.detail, thrown.internal, uses]) + thrown.message;
    expect(said).not.toMatch(/must-not-be-seen|BEGIN PRIVATE|ya29|eyJ/);
    expect(thrown.detail).not.toContain(double.location);
    return thrown;
  }

  test("unwraps what it wrapped, in another process, too", async () => {
    const wrapped = await (await key()).wrap(plain, context);
    expect(Buffer.from(wrapped).includes(plain)).toBe(false);
    expect(Buffer.from(await (await key()).unwrap(wrapped, context))).toEqual(plain);
    expect(uses.map(({ outcome, service }) => [outcome, service])).toEqual([
      ["ok", double.service],
      ["ok", double.service],
    ]);
  });

  test("wraps at the same time as often as it is asked to", async () => {
    const root = await key();
    const all = await Promise.all(
      Array.from({ length: 40 }, async (_, index) =>
        root.unwrap(await root.wrap(plain, `ws_${index}`), `ws_${index}`),
      ),
    );
    expect(all.map((one) => Buffer.from(one))).toEqual(all.map(() => plain));
  });

  test("unwraps for no other workspace or data key (SEC-58), under no other id, with no other key", async () => {
    const wrapped = await (await key()).wrap(plain, context);
    const others = [
      [await key(), "ws_2 dek_1"],
      [await key("k3"), context],
      [await key("k2", double.otherLocation), context],
    ] as const;
    for (const [other, place] of others) {
      expect(await refusal(other.unwrap(wrapped, place))).toMatchObject({
        code: "encryption_key_invalid",
      });
    }
  });

  test("unwraps nothing that was cut short, changed or wrapped by something else (SEC-63)", async () => {
    const root = await key();
    const wrapped = Buffer.from(await root.wrap(plain, context));
    const changed = [1, wrapped.length >> 1, wrapped.length - 1].map((at) => {
      const one = Buffer.from(wrapped);
      one[at] = (one[at] ?? 0) ^ 1;
      return one;
    });
    const cut = [0, 1, 2, wrapped.length >> 1, wrapped.length - 1].map((end) =>
      wrapped.subarray(0, end),
    );
    const local = await localRootKey("k2", randomBytes(32)).wrap(plain, context);
    for (const one of [...changed, ...cut, local, Buffer.alloc(100_000, 2)]) {
      expect(await refusal(root.unwrap(one, context))).toMatchObject({
        code: "encryption_key_invalid",
      });
    }
  });

  const passing: readonly (readonly [string, () => Fault])[] = [
    ["is throttled", () => double.throttled],
    ["answers 500", () => ({ kind: "answer", status: 500, body: "down" })],
    ["breaks off", () => ({ kind: "cut" })],
    ["drops the connection", () => ({ kind: "drop" })],
  ];

  describe.each(passing)("whose service %s", (_what, fault) => {
    test("is tried again, and that is all that is seen of it", async () => {
      const root = await key();
      double.next(fault(), 2);
      const wrapped = await root.wrap(plain, context);
      double.next(fault(), 2);
      expect(Buffer.from(await root.unwrap(wrapped, context))).toEqual(plain);
    });

    test("for long is asked three times and then left alone for a second; then it is back by itself", async () => {
      const root = await key();
      const wrapped = await root.wrap(plain, context);
      double.every(fault());
      double.forget();
      expect(await refusal(root.unwrap(wrapped, context))).toMatchObject({
        code: "key_service_unavailable",
        retryAfterSeconds: 1,
      });
      expect(double.calls().length).toBe(3);
      expect(await refusal(root.wrap(plain, context))).toMatchObject({
        code: "key_service_unavailable",
      });
      expect(double.calls().length).toBe(3);
      expect(uses.at(-1)?.outcome).toMatch(/^(away|busy)$/);
      double.every(null);
      clock.advance(1_100);
      expect(Buffer.from(await root.unwrap(wrapped, context))).toEqual(plain);
    });
  });

  test("that asks for patience with Retry-After gets it, and says so to who asks", async () => {
    const root = await key();
    const patient = { ...double.throttled, headers: { "retry-after": "60" } };
    double.every(patient as Fault);
    const error = await refusal(root.wrap(plain, context));
    expect(error.code).toBe("key_service_unavailable");
    if (double.service !== "awskms") expect(error.retryAfterSeconds).toBe(30);
  });

  test("whose service is silent is given up in time", async () => {
    await services.close();
    services = open({ totalTimeoutMs: 100 });
    const root = await key();
    double.every({ kind: "hang" });
    expect(await refusal(root.wrap(plain, context))).toMatchObject({
      code: "key_service_unavailable",
    });
  });

  test("whose service answers 200 with what is no key wraps nothing with it", async () => {
    for (const fault of double.garbage) {
      double.every(fault);
      const root = await key();
      expect(await refusal(root.wrap(plain, context)), JSON.stringify(fault)).toMatchObject({
        code: "key_service_unavailable",
      });
    }
    double.every(null);
    const wrapped = await (await key()).wrap(plain, context);
    for (const fault of double.garbage) {
      double.every(fault);
      const error = await refusal((await key()).unwrap(wrapped, context));
      expect(error.code).toMatch(/^(key_service_unavailable|encryption_key_invalid)$/);
    }
  });

  test.each(["disabled", "gone", "forbidden"] as const)(
    "that is %s says so to whoever runs the server, is not tried again, and is back by itself",
    async (state) => {
      const root = await key();
      const wrapped = await root.wrap(plain, context);
      double.set(state);
      double.forget();
      const error = await refusal(root.unwrap(wrapped, context));
      expect(error).toMatchObject({ code: "key_service_unavailable" });
      expect(error.internal).toContain(`root key "k2" (${double.service})`);
      expect(double.calls().length).toBe(1);
      expect(uses.at(-1)).toMatchObject({ outcome: "refused" });
      double.set("enabled");
      expect(Buffer.from(await root.unwrap(wrapped, context))).toEqual(plain);
    },
  );

  test("is refused to credentials that the service does not know", async () => {
    double.takeCredentials(false);
    expect(await refusal((await key()).wrap(plain, context))).toMatchObject({
      code: "key_service_unavailable",
    });
    expect(uses.at(-1)).toMatchObject({ outcome: "refused" });
  });

  test("whose credentials cannot be fetched now is away, and not refused", async () => {
    const { everyCredential } = double;
    if (everyCredential === null) return expect(double.service).toMatch(/^(awskms|vault)$/);
    const faults: Fault[] = [
      { kind: "drop" },
      { kind: "answer", status: 503, body: { error: "temporarily_unavailable" } },
      { kind: "answer", status: 429, body: {} },
    ];
    for (const fault of faults) {
      everyCredential(fault);
      const error = await refusal((await key()).wrap(plain, context));
      expect(error.code).toBe("key_service_unavailable");
      expect(uses.at(-1), JSON.stringify([fault, error.internal])).toMatchObject({
        outcome: expect.stringMatching(/^(away|busy)$/),
      });
    }
    everyCredential(null);
    const wrapped = await (await key()).wrap(plain, context);
    expect(wrapped).toBeInstanceOf(Uint8Array);
  });

  test("is refused to a stranger who knows all but the secret: the stand-in does check", async () => {
    const { environment, stranger } = double;
    await services.close();
    Object.assign(process.env, stranger);
    services = open({ vault: vaultAccess(vaultOf({ ...environment, ...stranger })) });
    const error = await refusal((await key()).wrap(plain, context));
    Object.assign(process.env, environment);
    expect(error.code).toBe("key_service_unavailable");
    expect(uses.at(-1)).toMatchObject({ outcome: "refused" });
  });
});
