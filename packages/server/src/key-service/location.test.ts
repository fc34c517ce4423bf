import { describe, expect, test } from "vitest";
import { serviceKeyEntries } from "./index.ts";

const version = "0123456789abcdef0123456789abcdef";
const ring = "projects/p-1/locations/europe-west3/keyRings/r/cryptoKeys/k";

describe("the name of a root key in a key service", () => {
  test.each([
    ["awskms:arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab", "awskms"],
    ["awskms:arn:aws-us-gov:kms:us-gov-west-1:111122223333:alias/grantry/main", "awskms"],
    [`gcpkms:${ring}`, "gcpkms"],
    [`gcpkms:${ring}?endpoint=https://cloudkms-grantry.p.googleapis.com`, "gcpkms"],
    [`azurekv:https://name.vault.azure.net/keys/grantry/${version}`, "azurekv"],
    [`azurekv:https://name.managedhsm.azure.net/keys/grantry/${version}`, "azurekv"],
    ["vault:https://vault.example:8200/transit/keys/grantry", "vault"],
    ["vault:https://10.1.2.3:8200/teams/a/transit/keys/grantry", "vault"],
    ["vault:http://127.0.0.1:8200/transit/keys/grantry", "vault"],
    ["vault:http://[::1]:8200/transit/keys/grantry", "vault"],
  ])("is read: %s", (name, service) => {
    expect(serviceKeyEntries(`k2:${name}`)).toMatchObject([{ id: "k2", location: { service } }]);
  });

  test.each([
    "awskms:",
    "awskms:1234abcd-12ab-34cd-56ef-1234567890ab",
    "awskms:arn:aws:s3:eu-central-1:111122223333:key/1",
    "awskms:arn:aws:kms:eu-central-1:1:key/1",
    `gcpkms:${ring}/cryptoKeyVersions/1`,
    `gcpkms:${ring}?endpoint=http://10.0.0.1`,
    `gcpkms:${ring}?endpoint=https://a.example/path`,
    "gcpkms:projects/../locations/l/keyRings/r/cryptoKeys/k",
    "azurekv:https://name.vault.azure.net/keys/grantry",
    `azurekv:http://name.vault.azure.net/keys/grantry/${version}`,
    `azurekv:https://user:password@name.vault.azure.net/keys/grantry/${version}`,
    "vault:https://vault.example/keys/grantry",
    "vault:http://vault.example:8200/transit/keys/grantry",
    "vault:http://127.0.0.1.example:8200/transit/keys/grantry",
    "vault:https://vault.example:8200/transit/../sys/keys/grantry",
    "vault:https://vault.example:8200/transit/keys/grantry?token=hvs.secret",
  ])("is refused, with the form that is right and without what was given: %s", (name) => {
    const service = name.slice(0, name.indexOf(":"));
    const form = new RegExp(`is written ${service}:[^ ]*<[^ ]*;`);
    expect(() => serviceKeyEntries(`k2:${name}`)).toThrow(form);
    expect(() => serviceKeyEntries(`k2:${name}`)).not.toThrow(/hvs\.secret|password/);
  });

  test("stands beside keys that the process holds, in the order of the list", () => {
    const held = `k1:${Buffer.alloc(32, 1).toString("base64")}`;
    const named = [`k3:gcpkms:${ring}`, "k2:vault:https://v.example/transit/keys/k"];
    const list = `${named[0]},${held}\n ${named[1]}`;
    expect(serviceKeyEntries(list).map(({ id }) => id)).toEqual(["k3", "k2"]);
    expect(serviceKeyEntries(held)).toEqual([]);
  });
});
