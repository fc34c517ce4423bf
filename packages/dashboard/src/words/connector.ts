/** Whether a connector works, in words. */
import type { Schemas } from "../api/client.ts";
import type { IconName } from "../parts/icon.tsx";
import { counted } from "./plural.ts";

type Connector = Pick<Schemas["Connector"], "health" | "connections">;

interface Health {
  readonly word: string;
  readonly tone: "ok" | "fail" | "deg" | "wait";
  readonly icon: IconName;
  /** What it means, and what to do. */
  readonly means: (provider: string) => string;
}

const healths: Readonly<Record<string, Health>> = {
  working: {
    word: "Working",
    tone: "ok",
    icon: "works",
    means: () => "Connections are made and refreshed.",
  },
  credentials_rejected: {
    word: "Credentials rejected",
    tone: "fail",
    icon: "fails",
    means: (provider) =>
      `${provider} rejects the client ID or the secret. Nothing is refreshed until the right ones are stored.`,
  },
  not_answering: {
    word: "Not answering",
    tone: "deg",
    icon: "wave",
    means: (provider) => `Refreshes at ${provider} fail again and again. They go on being tried.`,
  },
  not_tested: {
    word: "Not tested yet",
    tone: "wait",
    icon: "waits",
    means: () => "Nobody has connected it, and no test went through.",
  },
};

/** How a connector fares. A word that a newer server has is shown as it is. */
export function healthOf({ health }: Pick<Connector, "health">): Health {
  return healths[health] ?? { word: health, tone: "wait", icon: "waits", means: () => "" };
}

/** `212 connections`, `About 96,000 connections`, `At least 1,001 connections`. */
export function connectionsInWords({ connections }: Connector): string {
  const { active, exact, at_least: atLeast } = connections;
  const about = exact ? "" : atLeast ? "At least " : "About ";
  return `${about}${counted(active, "connection")}`;
}

/** `3 need reconnecting`; empty where none do. */
export function waitingInWords({ connections: { needs_reauth: count } }: Connector): string {
  return count === 0 ? "" : counted(count, "needs reconnecting", "need reconnecting");
}
