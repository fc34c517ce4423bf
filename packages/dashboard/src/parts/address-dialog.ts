/** The dialog that the address names: `dialogs.ts` says which there are. */
import { useNavigate, useRouter, useRouterState, useSearch } from "@tanstack/react-router";
import { use, useState } from "react";
import {
  type DialogName,
  type DialogPath,
  dialogNamed,
  searchOf,
  withoutDialog,
} from "../dialogs.ts";
import { may } from "../roles.ts";
import type { Given } from "../search.ts";
import { WorkspaceContext } from "../shell/workspace.ts";

export interface AddressDialog<Name extends string> {
  /** The one that is named, where the person may do what it is for. */
  readonly shown: Name | undefined;
  /** The id of what it is about, where it is about one of several. */
  readonly about: string | undefined;
  readonly open: (name: Name, about?: string) => void;
  /** Does nothing where somebody has gone on meanwhile: they are not taken back. */
  readonly close: () => void;
}

export function useDialog<Path extends DialogPath>(path: Path): AddressDialog<DialogName<Path>> {
  const router = useRouter();
  const navigate = useNavigate();
  const workspace = use(WorkspaceContext);
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const named = dialogNamed(path, useSearch({ strict: false }) satisfies Given);
  const mayDo =
    named?.needs === undefined || (workspace !== null && may(workspace.role, named.needs));
  const go = (search: object, replace: boolean) =>
    void navigate({
      to: ".",
      search: ((before: object) => ({ ...withoutDialog(path, before), ...search })) as never,
      replace,
      resetScroll: false,
    });
  return {
    shown: mayDo ? (named?.name as DialogName<Path> | undefined) : undefined,
    about: named?.about,
    open: (name, about) => go(searchOf(path, name, about), false),
    close: () => {
      const { pathname: here, search } = router.latestLocation;
      const now = here === pathname ? dialogNamed(path, search) : undefined;
      if (now !== undefined && now.name === named?.name && now.about === named.about) go({}, true);
    },
  };
}

/**
 * The one of these that the dialog of this name is about; undefined where it is not shown, or there is no such. One that has ended
 * since the dialog opened stays until that is closed: what failed is read there.
 */
export function useAbout<Name extends string, Item extends { readonly id: string }>(
  { shown, about }: AddressDialog<Name>,
  name: Name,
  all: readonly Item[],
): Item | undefined {
  const [kept, keep] = useState<Item>();
  const id = shown === name ? about : undefined;
  const found = id === undefined ? undefined : all.find((one) => one.id === id);
  if (kept !== undefined && kept.id !== id) keep(undefined);
  else if (kept === undefined && found !== undefined) keep(found);
  return found ?? (kept?.id === id ? kept : undefined);
}
