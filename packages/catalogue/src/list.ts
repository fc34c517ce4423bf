/** Every authorization server of the catalogue, in one explicit list. */
import type { AuthorizationServerInput } from "./schema.ts";
import { sandbox } from "./servers/sandbox.ts";

export const authorizationServers: readonly AuthorizationServerInput[] = [sandbox];
