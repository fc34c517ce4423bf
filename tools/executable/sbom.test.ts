/** Bills of materials: CycloneDX by its schema, each part once, and the same for the same parts. */
import { expect, test } from "vitest";
import { packagesIn } from "../pack/notices.ts";
import { bomFaults } from "./cyclonedx.ts";
import { bomOf, npmComponents, partsOfNode } from "./sbom.ts";

const named = (name: string, license = "MIT") => ({ name, version: "1.0.0", license });
const components = [
  ...npmComponents([named("zod"), named("@x/y"), named("zod"), named("odd", "SEE LICENSE: x")]),
  ...partsOfNode(),
];
const whole = { name: "grantry-linux-x64", version: "0.1.0", components };

test("what is made holds against the schema, and what is not a bill does not", () => {
  expect(bomFaults(bomOf(whole))).toEqual([]);
  expect(bomFaults({ ...bomOf(whole), bomFormat: "Other" })).toContain(
    "/bomFormat: must be equal to one of the allowed values",
  );
});

test("the same parts in another order make the same bill, and others another", () => {
  const turned = { ...whole, components: [...components].reverse() };
  expect(bomOf(turned)).toEqual(bomOf(whole));
  const fewer = { ...whole, components: components.slice(1) };
  expect(bomOf(fewer).serialNumber).not.toBe(bomOf(whole).serialNumber);
});

test("each package stands there once, by the address that databases of faults know it by", () => {
  const found = npmComponents([named("zod"), named("@x/y"), named("zod")]);
  expect(found.map(({ purl }) => purl)).toEqual(["pkg:npm/zod@1.0.0", "pkg:npm/%40x/y@1.0.0"]);
});

test("the packages are those that the notices of a bundle name, whatever their licences say", () => {
  const notices = [
    "This bundle holds work of others, under these licences.\n\n@x/y 1.0.0 (MIT)\n\nFree.\n",
    "odd 2.0.0-rc.1 ((MIT OR Apache-2.0))\n\nPart one\n----\n\nPart two\n",
  ].join("\n----\n\n");
  expect(packagesIn(notices)).toEqual([
    { name: "@x/y", version: "1.0.0", license: "MIT" },
    { name: "odd", version: "2.0.0-rc.1", license: "(MIT OR Apache-2.0)" },
  ]);
  expect(() => packagesIn("This bundle holds work.\n\nnothing\n")).toThrow("no notice");
});
