/** Signal streams on the dashboard, in real Chromium at the real server. */
import { ids } from "@grantry/testing/harness";
import {
  startIdentityProvider,
  type TestIdentityProvider,
} from "@grantry/testing/identity-provider";
import { jsonBody, signedIn } from "@grantry/testing/operators";
import { push, signalAudience, signalOf } from "@grantry/testing/transmitter";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";
import { seatsAt } from "./seats.ts";

const path = `/v1/workspaces/${ids.workspace}/signal-streams`;
const issuer = "https://id.example";

let dashboard: Dashboard;
let idp: TestIdentityProvider;
const sit = seatsAt(() => dashboard);

beforeAll(async () => {
  idp = await startIdentityProvider(issuer);
  dashboard = await startDashboard({ allowedPrivateOrigins: [idp.origin] });
});
afterAll(async () => {
  await dashboard.close();
  await idp.close();
});

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

test("a stream is added, told by its address, changed and deleted; the last signal is shown", async () => {
  const { page, go } = await sit("owner");
  const owner = await signedIn(dashboard.world, "owner@example.com");
  await owner.api(
    `/v1/workspaces/${ids.workspace}/apps/${ids.app}`,
    jsonBody("PATCH", {
      identity_providers: [{ issuer, audience: "app", jwks_uri: `${idp.origin}/jwks` }],
    }),
  );
  await go("company-sign-in");
  await page.getByText("No signals are taken yet.").waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await button(page, "Add a stream…").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Whom it is about").selectOption(ids.app);
  await dialog.getByLabel("What becomes of a user’s connections").selectOption("disconnect");
  await dialog.getByLabel("Issuer of the signals").fill(issuer);
  await dialog.getByLabel("Address of its keys").fill(`${idp.origin}/jwks`);
  await button(page, "Add stream").click();
  await dialog
    .getByText(/Enter|must|needed|at least/i)
    .first()
    .waitFor();
  await dialog.getByLabel("Audience").fill("https://not-yet.example");
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Add stream").click();
  await page.getByText("The stream is there: give its address to the provider.").waitFor();
  const [stream] = (await owner.api(path)).body.data;
  expect(stream).toMatchObject({ issuer, user_issuer: issuer, action: "disconnect" });
  await page.getByText(stream.receiver_url).waitFor();

  await button(page, /^Change…/).click();
  await dialog.getByLabel("Audience").fill(signalAudience);
  await dialog.getByLabel("What becomes of a user’s connections").selectOption("freeze");
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Save").last().click();
  await page.getByText("The signal stream is changed.").waitFor();
  expect((await owner.api(path)).body.data[0]).toMatchObject({
    app_id: stream.app_id,
    audience: signalAudience,
    action: "freeze",
  });

  const sent = await push(stream.receiver_url, await signalOf(idp, "ssf/verification", null));
  expect(sent.status).toBe(202);
  await page.reload();
  await page.getByText(/asked for nothing/).waitFor();
  await page.getByText("verification").waitFor();

  await button(page, /^Delete…/).click();
  expect(await violationsOf(page)).toEqual([]);
  await button(page, "Delete the stream").click();
  await page.getByText("No signals are taken yet.").waitFor();
  expect((await push(stream.receiver_url, "x")).status).toBe(404);
});

test("who is no owner sees the streams, and changes none", async () => {
  const owner = await signedIn(dashboard.world, "owner@example.com");
  const made = await owner.api(
    path,
    jsonBody("POST", { issuer, audience: signalAudience, jwks_uri: `${idp.origin}/jwks` }),
  );
  const { page, go } = await sit("viewer");
  await go("company-sign-in");
  await page.getByText(made.body.receiver_url).waitFor();
  await page.getByText("Signs out people of the company sign-in.").waitFor();
  await go(`company-sign-in?dialog=delete-stream&stream=${made.body.id}`);
  await page.getByText(made.body.receiver_url).waitFor();
  expect(await page.getByRole("dialog").count()).toBe(0);
});
