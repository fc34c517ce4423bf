/** Which workspace the pages are about, and the way to another one. */

import * as DropdownMenu from "@radix-ui/react-dropdown-menu";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { personQuery } from "../api/queries.ts";
import { EnvironmentTag } from "../parts/environment.tsx";
import { Icon } from "../parts/icon.tsx";
import { Name } from "../parts/name.tsx";
import { Logo } from "./logo.tsx";
import { useWorkspace } from "./workspace.ts";

export function WorkspaceMenu(): ReactNode {
  const current = useWorkspace();
  const { data: person } = useQuery(personQuery);
  const navigate = useNavigate();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="ws">
        <Logo />
        <span className="b">
          <Name>{current.name}</Name>
        </span>
        <Icon name="updown" />
        <span className="vh">Switch workspace</span>
      </DropdownMenu.Trigger>
      {/* Where it stands in the page, and in no portal: the drawer lies above all of the page. */}
      <DropdownMenu.Content className="menu" loop align="start" sideOffset={4}>
        <DropdownMenu.RadioGroup
          value={current.id}
          onValueChange={(workspaceId) =>
            void navigate({ to: "/workspaces/$workspaceId/connectors", params: { workspaceId } })
          }
        >
          {person?.workspaces.map(({ id, name, environment, role }) => (
            <DropdownMenu.RadioItem key={id} value={id} className="item">
              <span className="tick">
                <DropdownMenu.ItemIndicator>
                  <Icon name="check" />
                </DropdownMenu.ItemIndicator>
              </span>
              <Name>{name}</Name>
              <EnvironmentTag environment={environment} />
              <span className="small t2">{role}</span>
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
