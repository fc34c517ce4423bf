/** Takes what is shown out as a file, which the browser writes while it comes. */
import * as DropdownMenu from "@radix-ui/react-dropdown-menu";
import type { ReactNode } from "react";
import { call } from "../../api/client.ts";
import { download } from "../../outside.ts";
import { useAction } from "../../parts/action.ts";
import { FormFailure } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { askedOf, hidesReads, isFiltered, route } from "./filters.tsx";

const formats = [
  ["jsonl", "JSON lines"],
  ["csv", "CSV, for a spreadsheet"],
] as const;

export function ExportMenu(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const search = route.useSearch();
  const asked = askedOf(search);
  const start = useAction({
    run: async (format: "jsonl" | "csv") => {
      const path = { workspace_id: workspaceId };
      // A link cannot ask to sign in again: that the session lives, and the filters are right, is found out before.
      await call("get", "/v1/workspaces/{workspace_id}/audit-records", {
        path,
        query: { ...asked, limit: 1 },
      });
      const query = new URLSearchParams({ ...asked, format });
      const of = encodeURIComponent(workspaceId);
      download(`/v1/workspaces/${of}/audit-records/export?${query}`);
    },
    says: () =>
      hidesReads(search)
        ? "The export is on its way, without reads of tokens: your browser keeps it as a file."
        : "The export is on its way: your browser keeps it as a file.",
  });
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="btn" disabled={start.isPending}>
          {isFiltered(search) ? "Export what is filtered" : "Export"}
          <Icon name="updown" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Content className="menu" loop align="end" sideOffset={6}>
          {formats.map(([format, text]) => (
            <DropdownMenu.Item key={format} className="item" onSelect={() => start.mutate(format)}>
              {text}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Root>
      <FormFailure error={start.error} />
    </>
  );
}
