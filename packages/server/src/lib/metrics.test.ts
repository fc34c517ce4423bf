import { beforeEach, describe, expect, test } from "vitest";
import { createMetrics, type Metrics } from "./metrics.ts";

const providers = new Set(["google", "slack"]);
let metrics: Metrics;
beforeEach(() => {
  metrics = createMetrics(providers);
});

/** The samples that are there, of names that begin like this, as name with labels to value. */
async function samples(prefix = "grantry_"): Promise<Record<string, number>> {
  const { body } = await metrics.render();
  const lines = body.split("\n").filter((line) => line.startsWith(prefix));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

test("a new process has every way of serving at zero, so that a rate can be taken from the first", async () => {
  expect(await samples("grantry_tokens")).toEqual({
    'grantry_tokens_served_total{how="fresh"}': 0,
    'grantry_tokens_served_total{how="refreshed"}': 0,
    'grantry_tokens_served_total{how="remaining"}': 0,
  });
});

test("tokens are counted by how they came about, and by what was left of those that expire", async () => {
  metrics.tokenServed("fresh", 3_600);
  metrics.tokenServed("fresh", 60);
  metrics.tokenServed("fresh", null);
  metrics.tokenServed("remaining", 59);
  expect(await samples("grantry_token")).toMatchObject({
    'grantry_tokens_served_total{how="fresh"}': 3,
    'grantry_tokens_served_total{how="remaining"}': 1,
    'grantry_token_left_seconds_bucket{le="60"}': 2,
    'grantry_token_left_seconds_bucket{le="1800"}': 2,
    'grantry_token_left_seconds_bucket{le="3600"}': 3,
    'grantry_token_left_seconds_bucket{le="+Inf"}': 3,
    grantry_token_left_seconds_count: 3,
    grantry_token_left_seconds_sum: 3_719,
  });
});

test("refusals are counted by code, and waits are given in seconds", async () => {
  metrics.tokenRefused("needs_reauth");
  metrics.tokenRefused("needs_reauth");
  metrics.readerWaited(1_500);
  expect(await samples()).toMatchObject({
    'grantry_token_refusals_total{code="needs_reauth"}': 2,
    'grantry_reader_wait_seconds_bucket{le="1"}': 0,
    'grantry_reader_wait_seconds_bucket{le="2.5"}': 1,
    grantry_reader_wait_seconds_sum: 1.5,
  });
});

test("refreshes are counted by provider, trigger and outcome, and timed by provider", async () => {
  const ok = { provider: "google", trigger: "read", outcome: "ok" };
  metrics.refreshEnded(ok, 200);
  metrics.refreshEnded(ok, 300);
  metrics.refreshEnded({ provider: "custom", trigger: "background", outcome: "transient" }, 10);
  metrics.leaseStolen("google");
  expect(await samples()).toMatchObject({
    'grantry_refreshes_total{provider="google",trigger="read",outcome="ok"}': 2,
    'grantry_refreshes_total{provider="custom",trigger="background",outcome="transient"}': 1,
    'grantry_refresh_seconds_sum{provider="google"}': 0.5,
    'grantry_refresh_seconds_count{provider="custom"}': 1,
    'grantry_lease_steals_total{provider="google"}': 1,
  });
});

describe("breakers", () => {
  const open = 'grantry_breakers_open{provider="google"}';
  const openings = 'grantry_breaker_openings_total{provider="google"}';

  test("count as open until they are closed again; a failed probe is no further opening", async () => {
    metrics.breakerChanged("google", "closed", "open");
    metrics.breakerChanged("google", "open", "half_open");
    expect(await samples()).toMatchObject({ [open]: 1, [openings]: 1 });
    metrics.breakerChanged("google", "half_open", "open");
    expect(await samples()).toMatchObject({ [open]: 1, [openings]: 1 });
    metrics.breakerChanged("google", "open", "half_open");
    metrics.breakerChanged("google", "half_open", "closed");
    expect(await samples()).toMatchObject({ [open]: 0, [openings]: 1 });
  });

  test("of one provider are counted together", async () => {
    metrics.breakerChanged("google", "closed", "open");
    metrics.breakerChanged("google", "closed", "open");
    metrics.breakerChanged("google", "open", "closed");
    expect(await samples()).toMatchObject({ [open]: 1, [openings]: 2 });
  });
});

test("background refreshes: what was claimed adds up, who waits is the last word", async () => {
  metrics.backgroundClaimed("slack", 3);
  metrics.backgroundClaimed("slack", 2);
  metrics.backgroundWaits(new Map(Object.entries({ slack: 9, google: 2 })));
  metrics.backgroundWaits(new Map(Object.entries({ slack: 4 })));
  expect(await samples("grantry_background_refresh")).toEqual({
    'grantry_background_refreshes_claimed_total{provider="slack"}': 5,
    'grantry_background_refresh_wait_seconds{provider="slack"}': 4,
  });
});

test("a name that the catalogue has not never becomes a label: it is custom", async () => {
  for (const provider of ["ws_1/house", "ws_1/google", "ocl_1 subdomain acme", ""]) {
    metrics.refreshEnded({ provider, trigger: "read", outcome: "ok" }, 1);
    metrics.leaseStolen(provider);
    metrics.breakerChanged(provider, "closed", "open");
    metrics.backgroundClaimed(provider, 1);
  }
  const { body } = await metrics.render();
  expect(body).not.toMatch(/ws_1|ocl_1|acme|provider=""/);
  expect(await samples()).toMatchObject({
    'grantry_refreshes_total{provider="custom",trigger="read",outcome="ok"}': 4,
    'grantry_refresh_seconds_count{provider="custom"}': 4,
    'grantry_lease_steals_total{provider="custom"}': 4,
    'grantry_breakers_open{provider="custom"}': 4,
    'grantry_background_refreshes_claimed_total{provider="custom"}': 4,
  });
});

test("the process is read anew with every scrape, and its totals only grow", async () => {
  const first = await samples("process_");
  const second = await samples("process_");
  expect(first["process_resident_memory_bytes"]).toBeGreaterThan(1_000_000);
  const { process_cpu_seconds_total: before = Number.NaN } = first;
  expect(before).toBeGreaterThan(0);
  expect(second["process_cpu_seconds_total"]).toBeGreaterThan(before);
  // Added up once per scrape it would be at twice this.
  expect(second["process_cpu_seconds_total"]).toBeLessThan(before + process.uptime());
});

test("two servers in one process count for themselves", async () => {
  createMetrics(providers).tokenRefused("internal");
  expect(await samples("grantry_token_refusals_total")).toEqual({});
});
