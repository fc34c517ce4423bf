/**
 * Connectors that ask for no scopes: what an app may do is fixed where it is registered at the provider,
 * and the provider says so while it asks. By integration type.
 */
import type { AccessWordsOfLanguage } from "../../schema-scope-words.ts";

export const withoutScopes: AccessWordsOfLanguage = {
  clickup: {
    title: "See, create, change and delete all you can in the workspaces that you pick",
    note: "Tasks, lists, documents and comments, with your rights.",
  },
  notion: {
    title: "See the pages that you pick, and change them as far as the app was set up to",
    note: "Notion shows you what that is. Cannot see other pages.",
  },
  splitwise: {
    title: "See, create, change and delete your expenses, groups and friends",
    note: "Everything that you can do in Splitwise yourself.",
  },
  supabase: {
    title: "See and change the projects of an organization that you pick",
    note: "As far as the app was set up to, which Supabase shows you: databases, keys and settings, for example. That can include deleting them.",
  },
  wix: {
    title: "See, change and delete what is on your site, as far as the app was set up to",
    note: "Wix shows you what that is.",
  },
};
