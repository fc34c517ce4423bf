import { createFakeClock } from "@grantry/testing/fake-clock";
import { startVaultTransit } from "@grantry/testing/key-services/vault-transit";
import { describe, expect, test } from "vitest";
import { newKeyText } from "./crypto/keyring.ts";
import { directly } from "./lib/egress.ts";
import { GrantryError } from "./lib/error.ts";
import { Secret } from "./lib/secret.ts";
import { forOperator, onceKeyServicesAnswer, openKeyring } from "./root-keys.ts";

async function openVault() {
  const double = await startVaultTransit();
  const clock = createFakeClock();
  const held = newKeyText("k1");
  const { keyring, inServices, close } = await openKeyring(`${held},k2:${double.location}`, {
    clock,
    egress: directly,
    vault: {
      tokenFile: null,
      token: new Secret(double.environment["VAULT_TOKEN"] ?? ""),
      namespace: double.environment["VAULT_NAMESPACE"] ?? null,
    },
  });
  const [root] = inServices;
  if (root === undefined) throw new Error("k2 lies in a key service");
  expect(keyring.rootKeys.map(({ id }) => id)).toEqual(["k1", "k2"]);
  const wrap = () => root.wrap(new Uint8Array(32), "ws_1 dek_1");
  return { double, clock, wrap, close: () => Promise.all([close(), double.close()]) };
}

async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
}

describe("a server that starts", () => {
  test("waits for a key service that comes a little later", async () => {
    const { double, clock, wrap, close } = await openVault();
    double.next({ kind: "answer", status: 503, body: { errors: ["Vault is sealed"] } }, 20);
    expect(await onceKeyServicesAnswer(clock, wrap)).toBeInstanceOf(Uint8Array);
    await close();
  });

  test("waits for half a minute and no longer", async () => {
    const { double, clock, wrap, close } = await openVault();
    double.every({ kind: "drop" });
    const beganMs = clock.steadyMs();
    const thrown = await thrownBy(onceKeyServicesAnswer(clock, wrap));
    expect(thrown).toMatchObject({ code: "key_service_unavailable" });
    expect(clock.steadyMs() - beganMs).toBeGreaterThan(25_000);
    expect(clock.steadyMs() - beganMs).toBeLessThan(40_000);
    await close();
  });

  test("does not wait for a key that is refused to it, nor for anything else", async () => {
    const { double, clock, wrap, close } = await openVault();
    double.set("forbidden");
    await thrownBy(onceKeyServicesAnswer(clock, wrap));
    expect(double.calls().length).toBe(1);
    const other = new GrantryError("config_invalid");
    const failing = onceKeyServicesAnswer(clock, () => Promise.reject(other));
    expect(await thrownBy(failing)).toBe(other);
    await close();
  });
});

describe("whoever starts a server", () => {
  test.each([
    [
      "forbidden",
      /^The root key "k2" \(vault\): transit\/keys\/main at .* 403: .*permission denied.* may do/,
    ],
    [
      "gone",
      /^The root key "k2" \(vault\): .*encryption key not found.*See to the state of the key/,
    ],
  ] as const)(
    "is told which key is %s, why, and what to do; callers are not",
    async (state, said) => {
      const { double, wrap, close } = await openVault();
      double.set(state);
      const thrown = await thrownBy(wrap());
      expect((thrown as GrantryError).detail).not.toMatch(/transit|127\.0\.0\.1/);
      expect(forOperator(thrown)).toMatchObject({
        code: "key_service_unavailable",
        detail: expect.stringMatching(said),
      });
      await close();
    },
  );

  test("is told that a service is away", async () => {
    const { double, wrap, close } = await openVault();
    double.every({ kind: "drop" });
    expect(forOperator(await thrownBy(wrap()))).toMatchObject({
      detail: expect.stringMatching(/See that the key service can be reached from here/),
    });
    await close();
  });

  test("hears of other errors as they are", () => {
    const other = new GrantryError("config_invalid");
    expect(forOperator(other)).toBe(other);
    expect(forOperator("text")).toBe("text");
  });
});
