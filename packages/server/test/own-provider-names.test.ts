/** A workspace's own provider that sounds like a known one is told apart on the connect page, by its host. */
import { apiOf } from "@grantry/testing/api";
import { createJar } from "@grantry/testing/browser";
import { connectorOf, entryAt, useProvider } from "@grantry/testing/custom-provider";
import { ids, startWorld } from "@grantry/testing/harness";
import { expect, test } from "vitest";

/** What the connect page of such a provider says, without markup. */
async function pageOf(name: string, display_name: string): Promise<string> {
  const world = await startWorld({
    declare: (bootstrap) => {
      const entry = entryAt("https://id.evil.example", {
        name,
        connectors: [connectorOf("houserooms", { display_name })],
      });
      useProvider(bootstrap, "houserooms", entry);
    },
  });
  try {
    const user = await apiOf(world).signIn("ada");
    const { body } = await user.initiate(ids.userConnector);
    const { text } = await createJar().get(body.redirect_url);
    return text.replaceAll(/<\/?bd[io][^>]*>/g, "");
  } finally {
    await world.close();
  }
}

test.each([
  ["Google", "Google Calendar"],
  ["G00gle", "Gооgle Calendar"],
  ["Sign in with Google", "My Google Calendar"],
  ["Grantry", "Grantry accounts"],
])("%s, with %s", async (name, displayName) => {
  const text = await pageOf(name, displayName);
  expect(text).toContain(`Connect your ${displayName} (id.evil.example) to `);
  expect(text).toContain(`Continue to ${name} (id.evil.example)`);
});

test.each([
  ["House", "House Rooms"],
  ["Mailbox", "Blackbox of the house"],
])(
  "one that sounds like none is called what it is called: %s, with %s",
  async (name, displayName) => {
    const text = await pageOf(name, displayName);
    expect(text).toContain(`Connect your ${displayName} to `);
    expect(text).toContain(`Continue to ${name}<`);
  },
);
