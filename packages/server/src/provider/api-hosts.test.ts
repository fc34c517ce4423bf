/** Where the tokens of connections may go. */
import { authorizationServers } from "@grantry/catalogue/list";
import { describe, expect, test } from "vitest";
import { apiHosts } from "./api-hosts.ts";
import { buildCatalogue } from "./catalogue.ts";

const catalogue = buildCatalogue(authorizationServers);
const hostsOf = (type: string, values: Record<string, string> = {}) => {
  const entry = catalogue.find(type);
  if (entry === undefined) throw new Error(`no ${type}`);
  return apiHosts(entry, values);
};

describe("the hosts of an API (SEC-81)", () => {
  test("are origins, without those that take no token, with the connection's values in them", () => {
    expect(hostsOf("box")).toEqual(
      expect.arrayContaining(["https://api.box.com", "https://*.app.box.com"]),
    );
    expect(hostsOf("box")).not.toContain("https://dl.boxcloud.com");
    expect(hostsOf("github", { host: "octo.ghe.com" })).toContain("https://api.octo.ghe.com");
    expect(hostsOf("gitlab", { host: "git.example.com" })).toEqual(["https://git.example.com"]);
    expect(hostsOf("salesforce", { instance_url: "https://x.my.salesforce.com" })).toContain(
      "https://x.my.salesforce.com",
    );
  });

  test("with a value that is missing or no host is left out", () => {
    expect(hostsOf("snowflake")).toEqual([]);
    expect(hostsOf("gitlab", { host: "evil.example/x" })).toEqual([]);
  });

  test("are those that the server calls, too", () => {
    expect(hostsOf("googledocs")).toEqual(
      expect.arrayContaining([
        "https://docs.googleapis.com",
        "https://openidconnect.googleapis.com",
      ]),
    );
  });
});
