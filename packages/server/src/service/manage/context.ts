/** What setting a workspace up needs. */
import type { AccountsContext } from "../accounts/index.ts";
import type { AppUsersContext } from "../app-users/index.ts";
import type { ProvidersContext } from "../providers/index.ts";

export interface ManageContext extends AccountsContext, AppUsersContext, ProvidersContext {}
