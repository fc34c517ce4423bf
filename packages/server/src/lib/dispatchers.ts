/** Sockets to others: directly, or through the operator's proxy, with or without their addresses judged. */
import { Agent, buildConnector, type Dispatcher, request } from "undici";
import { type Egress, type HttpProxy, proxyFor } from "./egress.ts";
import type { Lookup } from "./lookups.ts";
import { tunnelConnector } from "./proxy-tunnel.ts";
import { judged } from "./public-address.ts";
import { tlsRules } from "./tls-rules.ts";

type Call = Omit<NonNullable<Parameters<typeof request>[1]>, "dispatcher" | "headers"> & {
  readonly headers: Readonly<Record<string, string>>;
};

export interface Dispatchers {
  /** Sends it. `isOpen`: also to a private address. */
  request(url: string, isOpen: boolean, call: Call): Promise<Dispatcher.ResponseData<unknown>>;
  close(): Promise<void>;
}

interface DispatchersInput {
  readonly egress: Egress;
  readonly lookup: Lookup;
  readonly connectTimeoutMs: number;
  readonly agent: Agent.Options;
}

export function createDispatchers(input: DispatchersInput): Dispatchers {
  const agents = new Map<string, Agent>();
  const agentFor = (way: string, connector: () => buildConnector.connector): Agent => {
    const known = agents.get(way) ?? new Agent({ ...input.agent, connect: connector() });
    agents.set(way, known);
    return known;
  };
  const connectors = connectorsOf(input);
  return {
    request: async (address, isOpen, call) => {
      const proxy = proxyFor(input.egress, new URL(address));
      const kind = isOpen ? "open" : "guarded";
      if (proxy === null) {
        const dispatcher = agentFor(kind, () => connectors.direct(isOpen));
        return await request(address, { ...call, dispatcher });
      }
      const dispatcher = agentFor(`${kind} by ${proxy.setting}`, () =>
        connectors.tunnel(proxy, isOpen),
      );
      return await request(address, { ...call, dispatcher });
    },
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

function connectorsOf({ egress, lookup, connectTimeoutMs: timeout }: DispatchersInput) {
  const common = { lookup, timeoutMs: timeout, failed: egress.told ?? (() => {}) };
  return {
    direct: (isOpen: boolean) =>
      buildConnector({ ...tlsRules, timeout, lookup: isOpen ? lookup : judged(lookup) }),
    tunnel: (proxy: HttpProxy, isOpen: boolean) =>
      tunnelConnector(proxy, buildConnector({ ...tlsRules, timeout }), {
        ...common,
        connectTo: isOpen ? null : egress.connectTo,
      }),
  };
}
