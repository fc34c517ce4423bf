/** Which hosts a server needs to call. To be run on the server's machine. */
import { type Command, isOn, printable, table } from "../command.ts";
import { databaseEnvironment } from "../local-database.ts";
import { asCliError, localEgress } from "../local-server.ts";

const none =
  "None yet: no OAuth client, identity provider or functions URL is registered that the server would call.";

export const egressHosts: Command = {
  name: "egress hosts",
  summary: "List the hosts that the server needs to call, for a firewall or a proxy",
  options: {
    list: { summary: "print them alone, as GRANTRY_OUTBOUND_HOSTS takes them" },
  },
  places: [],
  run: async (run) => {
    const { listNeededHosts } = await localEgress();
    const environment = await databaseEnvironment(run);
    const hosts = await asCliError(listNeededHosts(environment));
    const json = { hosts };
    if (isOn(run, "list")) {
      const named = hosts.flatMap(({ host }) => (host === null ? [] : [host]));
      return { json, lines: [printable([...new Set(named)].join(","))] };
    }
    if (hosts.length === 0) return { json, lines: [none] };
    const rows = hosts.map(({ host, what }) => [host ?? "(any)", what]);
    return { json, lines: table(["HOST", "FOR"], rows) };
  },
};
