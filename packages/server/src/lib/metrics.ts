/**
 * The numbers of this process, for Prometheus. Labels hold what the catalogue and our own code name,
 * never the id of a user, an app, a workspace or a connection. docs/metrics.md explains each.
 */
import { Counter, Gauge, Registry } from "@prometheus-io/client";
import { type AuditMetrics, auditMetrics } from "./audit-metrics.ts";
import { type EgressMetrics, egressMetrics } from "./egress-metrics.ts";
import { declareHistogram } from "./histogram.ts";
import { type KeyServiceMetrics, keyServiceMetrics } from "./key-service-metrics.ts";
import { type MailMetrics, mailMetrics } from "./mail-metrics.ts";
import { registerProcessMetrics } from "./process-metrics.ts";
import { sendMetrics } from "./sent-metrics.ts";

/** How a token came about that was answered. */
export type Serving = "fresh" | "refreshed" | "remaining";

/** Where a provider's breaker stands; all but `closed` keep calls away from the provider. */
export type BreakerState = "closed" | "half_open" | "open";

/** Which refresh ended, and how. */
export interface RefreshLabels {
  /** As in every call: its id in the catalogue; whatever else is given is counted as `custom`. */
  readonly provider: string;
  /** Why it was made: `read`, `ahead`, `background` or `forced`. */
  readonly trigger: string;
  /**
   * `ok`, `dead_grant`, `client_fault`, `transient`, `no_answer`, `unusable_answer`, `not_stored` or
   * `internal`.
   */
  readonly outcome: string;
}

/** What the use cases tell. No call throws, waits or costs more than a microsecond or so. */
export interface Metrics extends AuditMetrics, EgressMetrics, KeyServiceMetrics, MailMetrics {
  /**
   * A token was answered: `fresh` from the store, `refreshed` after waiting for a refresh,
   * `remaining` where the provider was away and what is left of the old one was given. `secondsLeft`
   * of its life; null where it does not expire.
   */
  tokenServed(how: Serving, secondsLeft: number | null): void;
  /** A read was refused, with this code of the error table. */
  tokenRefused(code: string): void;
  /** A reader waited so many milliseconds for a refresh. */
  readerWaited(ms: number): void;
  /** A refresh ended after so many milliseconds. */
  refreshEnded(labels: RefreshLabels, ms: number): void;
  /** A lease was taken over whose holder had not given it back in time. */
  leaseStolen(provider: string): void;
  /** A breaker of the provider changed. That an open one turned half open need not be told. */
  breakerChanged(provider: string, from: BreakerState, to: BreakerState): void;
  /** The background refresh took so many connections of the provider upon itself. */
  backgroundClaimed(provider: string, count: number): void;
  /** How many seconds the longest due connection of each provider waits; who is not named has none. */
  backgroundWaits(seconds: ReadonlyMap<string, number>): void;
  /** A call was refused by this limit. */
  rateLimited(policy: string): void;
  /** Everything, in the text format of Prometheus. */
  render(): Promise<{ readonly contentType: string; readonly body: string }>;
}

const secondsLeftBuckets = [60, 300, 900, 1_800, 3_600, 14_400, 86_400, 604_800];
const durationBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/**
 * Creates the numbers, all at zero, in a registry of their own. `providers`: the ids of the catalogue. A
 * workspace names its own providers, so that their names never become labels.
 */
export function createMetrics(providers: ReadonlySet<string>): Metrics {
  const registry = new Registry();
  const toLabel: ToLabel = (provider) => (providers.has(provider) ? provider : "custom");
  const registers = [registry];
  registerProcessMetrics(registry);
  const parts = {
    ...tokenMetrics(registers),
    ...refreshMetrics(registers, toLabel),
    ...breakerMetrics(registers, toLabel),
    ...backgroundMetrics(registers, toLabel),
    ...limitMetrics(registers),
    ...keyServiceMetrics(registers),
    ...auditMetrics(registers),
    ...egressMetrics(registers),
    ...mailMetrics(registers),
  };
  sendMetrics(registry);
  return {
    ...parts,
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

type Registers = Registry[];
type ToLabel = (provider: string) => string;
type Part<Verb extends keyof Metrics> = Pick<Metrics, Verb>;

function tokenMetrics(registers: Registers): Part<"tokenServed" | "tokenRefused" | "readerWaited"> {
  const served = new Counter({
    name: "grantry_tokens_served_total",
    help: "Access tokens answered, by how they came about.",
    labelNames: ["how"],
    registers,
  });
  const secondsLeft = declareHistogram({
    name: "grantry_token_left_seconds",
    help: "What was left of the life of the tokens answered, where they expire.",
    buckets: secondsLeftBuckets,
    registers,
  });
  const refused = new Counter({
    name: "grantry_token_refusals_total",
    help: "Token reads refused, by error code.",
    labelNames: ["code"],
    registers,
  });
  const waited = declareHistogram({
    name: "grantry_reader_wait_seconds",
    help: "How long readers waited for a refresh.",
    buckets: durationBuckets,
    registers,
  });
  // Bound once: this runs in every read.
  const servedBy = {
    fresh: served.labels("fresh"),
    refreshed: served.labels("refreshed"),
    remaining: served.labels("remaining"),
  };
  for (const counter of Object.values(servedBy)) counter.inc(0);
  return {
    tokenServed: (how, left) => {
      servedBy[how].inc();
      if (left !== null) secondsLeft.observe(left);
    },
    tokenRefused: (code) => refused.inc({ code }),
    readerWaited: (ms) => waited.observe(ms / 1000),
  };
}

function refreshMetrics(
  registers: Registers,
  toLabel: ToLabel,
): Part<"refreshEnded" | "leaseStolen"> {
  const ended = new Counter({
    name: "grantry_refreshes_total",
    help: "Refreshes that ended, by provider, trigger and outcome.",
    labelNames: ["provider", "trigger", "outcome"],
    registers,
  });
  const duration = declareHistogram({
    name: "grantry_refresh_seconds",
    help: "How long refreshes took, by provider.",
    labelNames: ["provider"],
    buckets: durationBuckets,
    registers,
  });
  const stolen = new Counter({
    name: "grantry_lease_steals_total",
    help: "Leases taken over from a holder that had not given them back in time, by provider.",
    labelNames: ["provider"],
    registers,
  });
  return {
    refreshEnded: ({ provider, trigger, outcome }, ms) => {
      const label = toLabel(provider);
      ended.inc({ provider: label, trigger, outcome });
      duration.observe(ms / 1000, { provider: label });
    },
    leaseStolen: (provider) => stolen.inc({ provider: toLabel(provider) }),
  };
}

function breakerMetrics(registers: Registers, toLabel: ToLabel): Part<"breakerChanged"> {
  const open = new Gauge({
    name: "grantry_breakers_open",
    help: "Breakers that are open or half open now, by provider.",
    labelNames: ["provider"],
    registers,
  });
  const openings = new Counter({
    name: "grantry_breaker_openings_total",
    help: "Times that a closed breaker opened, by provider.",
    labelNames: ["provider"],
    registers,
  });
  return {
    breakerChanged: (name, from, to) => {
      const provider = toLabel(name);
      if (from === "closed" && to !== "closed") {
        open.inc({ provider });
        openings.inc({ provider });
      }
      if (from !== "closed" && to === "closed") open.dec({ provider });
    },
  };
}

function limitMetrics(registers: Registers): Part<"rateLimited"> {
  const limited = new Counter({
    name: "grantry_rate_limited_total",
    help: "Calls refused by a limit, by policy.",
    labelNames: ["policy"],
    registers,
  });
  return { rateLimited: (policy) => limited.inc({ policy }) };
}

function backgroundMetrics(
  registers: Registers,
  toLabel: ToLabel,
): Part<"backgroundClaimed" | "backgroundWaits"> {
  const claimed = new Counter({
    name: "grantry_background_refreshes_claimed_total",
    help: "Connections that the background refresh took upon itself, by provider.",
    labelNames: ["provider"],
    registers,
  });
  const wait = new Gauge({
    name: "grantry_background_refresh_wait_seconds",
    help: "How long the longest due connection has been due, by provider.",
    labelNames: ["provider"],
    registers,
  });
  return {
    backgroundClaimed: (provider, count) => claimed.inc({ provider: toLabel(provider) }, count),
    backgroundWaits: (seconds) => {
      wait.reset();
      for (const [provider, waited] of seconds) wait.set({ provider: toLabel(provider) }, waited);
    },
  };
}
