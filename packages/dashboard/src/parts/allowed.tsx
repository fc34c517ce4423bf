/** What somebody may not do stays where it is, and says which role it takes and whom to ask. */
import { useQuery } from "@tanstack/react-query";
import { type ComponentProps, type ReactNode, useId } from "react";
import { membersQuery } from "../api/queries.ts";
import { leastRole, may, type Permission, type roles } from "../roles.ts";
import { useWorkspace } from "../shell/workspace.ts";
import { either } from "../words/plural.ts";

/** Whether the signed-in person has a permission in the workspace. */
export function useMay(permission: Permission): boolean {
  return may(useWorkspace().role, permission);
}

/** `Needs the role admin. Ask Ada Okafor or Bo Lindqvist.`; null where the person may. */
export function useNeeds(permission: Permission): string | null {
  const { id, role } = useWorkspace();
  const isAllowed = may(role, permission);
  const { data: members = [] } = useQuery({ ...membersQuery(id), enabled: !isAllowed });
  if (isAllowed) return null;
  const needed = leastRole[permission];
  const able = members
    .filter((member) => may(member.role as (typeof roles)[number], permission))
    .slice(0, 3)
    .map(({ name }) => name);
  return `Needs the role ${needed}.${able.length === 0 ? "" : ` Ask ${either(able)}.`}`;
}

/** A button that only works with a permission. */
export function AllowedButton({
  needs,
  children,
  onClick,
  className = "btn",
  ...button
}: { readonly needs: Permission } & ComponentProps<"button">): ReactNode {
  const id = useId();
  const reason = useNeeds(needs);
  if (reason === null) {
    return (
      <button type="button" {...button} className={className} onClick={onClick}>
        {children}
      </button>
    );
  }
  return (
    <span className="refused">
      <button
        type="button"
        {...button}
        className={className}
        aria-disabled="true"
        aria-describedby={id}
        onClick={(event) => event.preventDefault()}
      >
        {children}
      </button>
      <span className="hint" id={id}>
        {reason}
      </span>
    </span>
  );
}
