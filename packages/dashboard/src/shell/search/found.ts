/** What can be jumped to: pages, what can be done, connectors, apps, people, and a user's connections. */
import { useQuery } from "@tanstack/react-query";
import type { NavigateOptions } from "@tanstack/react-router";
import { call, type Schemas } from "../../api/client.ts";
import { appsQuery, connectorsQuery, membersQuery, personQuery } from "../../api/queries.ts";
import type { Choice, ChoiceGroup } from "../../parts/combobox.tsx";
import type { IconName } from "../../parts/icon.tsx";
import { accountOf, ownerOf, stateOf } from "../../words/connection.ts";
import { matching } from "../../words/matching.ts";
import { mainPages, settingsPages } from "../side-bar.tsx";
import { useWorkspace } from "../workspace.ts";

/** One thing to jump to. */
export interface Found extends Choice {
  readonly icon: IconName;
  readonly to: NavigateOptions;
}

export type FoundGroup = ChoiceGroup<Found>;

const shownOfGroup = 6;

/** The first few that match, and how many others do. */
function firstOf(text: string, { title, found }: FoundGroup): FoundGroup {
  const all = matching(text, found, (one) => [one.text, one.more, one.id]);
  return {
    title,
    found: all.slice(0, shownOfGroup),
    left: Math.max(0, all.length - shownOfGroup),
  };
}

/** What is found by a text, in groups; empty groups are left out. `asked`: the text by which the server is asked. */
export function useFound(
  text: string,
  asked: string,
): {
  readonly groups: readonly FoundGroup[];
  readonly isSearching: boolean;
  readonly error: Error | null;
} {
  const things = useThings();
  const connections = useConnectionsOf(asked.trim());
  const groups = [
    ...things.map((group) => firstOf(text, group)),
    { title: "Connections", found: [], ...connections.data },
  ].filter(({ found }) => found.length > 0);
  return { groups, isSearching: connections.isFetching, error: connections.error };
}

/** All that is there to be searched in the browser. */
function useThings(): readonly FoundGroup[] {
  const { id: workspaceId } = useWorkspace();
  const params = { workspaceId };
  const { data: connectors = [] } = useQuery(connectorsQuery(workspaceId));
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const { data: members = [] } = useQuery(membersQuery(workspaceId));
  const { data: person } = useQuery(personQuery);
  const people = { to: "/workspaces/$workspaceId/people", params } as const;
  return [
    { title: "Pages", found: pagesOf(workspaceId) },
    { title: "Actions", found: actionsOf(workspaceId) },
    {
      title: "Connectors",
      found: connectors.map(({ id, name, type }) => ({
        id,
        text: name,
        more: type,
        icon: "plug",
        to: {
          to: "/workspaces/$workspaceId/connectors/$connectorId",
          params: { workspaceId, connectorId: id },
        },
      })),
    },
    {
      title: "Apps",
      found: apps.map(({ id, name }) => ({
        id,
        text: name,
        more: id,
        icon: "app",
        to: { to: "/workspaces/$workspaceId/apps/$appId", params: { workspaceId, appId: id } },
      })),
    },
    {
      title: "People",
      found: members.map(({ id, name, email }) => ({
        id,
        text: name,
        more: email,
        icon: "people",
        to: people,
      })),
    },
    {
      title: "Other workspaces",
      found: (person?.workspaces ?? [])
        .filter(({ id }) => id !== workspaceId)
        .map(({ id, name }) => ({
          id,
          text: name,
          more: id,
          icon: "overview",
          to: { to: "/workspaces/$workspaceId", params: { workspaceId: id } },
        })),
    },
  ];
}

function pagesOf(workspaceId: string): readonly Found[] {
  const params = { workspaceId };
  const apps = ["/workspaces/$workspaceId/apps", "Apps", "app"] as const;
  const overview = ["/workspaces/$workspaceId", "Overview", "overview"] as const;
  const steps = ["/workspaces/$workspaceId/first-steps", "First steps", "list"] as const;
  return [overview, ...mainPages, apps, ...settingsPages, steps].map(([to, text, icon]) => ({
    id: to,
    text,
    more: "",
    icon,
    to: { to, params },
  }));
}

function actionsOf(workspaceId: string): readonly Found[] {
  const params = { workspaceId };
  return [
    {
      id: "invite",
      text: "Invite someone",
      more: "",
      icon: "plus",
      to: { to: "/workspaces/$workspaceId/people", params, search: { dialog: "invite" } },
    },
    {
      id: "create-app",
      text: "Create an app",
      more: "",
      icon: "plus",
      to: { to: "/workspaces/$workspaceId/apps", params, search: { dialog: "create" } },
    },
    {
      id: "add-connector",
      text: "Add a connector",
      more: "",
      icon: "plus",
      to: { to: "/workspaces/$workspaceId/connectors/new", params },
    },
  ];
}

/** A text of fewer letters would find too much to be of use. */
const lettersMin = 3;

/** Connections by what names them or their user. The text goes into the body of a call, and into no address. */
function useConnectionsOf(text: string) {
  const { id: workspaceId } = useWorkspace();
  return useQuery({
    queryKey: ["workspaces", workspaceId, "connections", "jump", text],
    enabled: text.length >= lettersMin,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const { data, next_cursor } = await call(
        "post",
        "/v1/workspaces/{workspace_id}/connections/search",
        {
          path: { workspace_id: workspaceId },
          body: { query: text, limit: shownOfGroup },
          signal,
        },
      );
      return {
        found: data.map((one) => foundConnection(one, workspaceId)),
        left: next_cursor !== null,
      };
    },
  });
}

function foundConnection(one: Schemas["WorkspaceConnection"], workspaceId: string): Found {
  const { word } = stateOf(one);
  return {
    id: one.id,
    text: `${ownerOf(one)}: ${one.connector.name}`,
    more: `${accountOf(one)}, ${word}`,
    icon: "link",
    to: {
      to: "/workspaces/$workspaceId/connections/$connectionId",
      params: { workspaceId, connectionId: one.id },
    },
  };
}
