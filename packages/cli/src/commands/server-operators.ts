/** Who answers for the whole server. To be run on the server's machine. */
import { type Command, table } from "../command.ts";
import { databaseEnvironment } from "../local-database.ts";
import { asCliError, localServerOperators } from "../local-server.ts";
import { timeText } from "../outside.ts";

export const listServerOperators: Command = {
  name: "server operators list",
  summary: "List who answers for the whole server, from the server's own database",
  places: [],
  run: async (run) => {
    const { listLocalServerOperators } = await localServerOperators();
    const found = await asCliError(listLocalServerOperators(await databaseEnvironment(run)));
    const operators = found.map(({ addedBy: added_by, ...one }) => ({ ...one, added_by }));
    const lines =
      operators.length === 0
        ? ["Nobody yet: grantry server operators add <email> appoints one."]
        : table(
            ["EMAIL", "NAME", "SINCE", "ADDED BY"],
            operators.map(({ email, name, since, added_by }) => [
              email,
              name,
              timeText(since),
              added_by,
            ]),
          );
    return { json: { operators }, lines };
  },
};

export const addServerOperator: Command = {
  name: "server operators add",
  summary: "Have an account answer for the whole server, in the server's own database",
  takes: ["<email>"],
  places: [],
  run: async (run) => {
    const [email = ""] = run.given;
    const { addLocalServerOperator } = await localServerOperators();
    const environment = await databaseEnvironment(run);
    const added = await asCliError(addLocalServerOperator(environment, email));
    return {
      json: { email: added.email, server_operator: true },
      lines: [`${added.email} is now a server operator, and has to sign in again.`],
    };
  },
};

export const removeServerOperator: Command = {
  name: "server operators remove",
  summary: "End that an account answers for the whole server, in the server's own database",
  takes: ["<email>"],
  places: [],
  run: async (run) => {
    const [email = ""] = run.given;
    const { removeLocalServerOperator } = await localServerOperators();
    const environment = await databaseEnvironment(run);
    const removed = await asCliError(removeLocalServerOperator(environment, email));
    return {
      json: { email: removed.email, server_operator: false },
      lines: [`${removed.email} is no longer a server operator.`],
    };
  },
};
