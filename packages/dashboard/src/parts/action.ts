/**
 * Something that is done to a workspace, or outside of one to one's own account: what is shown of it is read anew then, and a
 * receipt says it.
 */
import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { type NavigateOptions, useRouter } from "@tanstack/react-router";
import { use } from "react";
import { WorkspaceContext } from "../shell/workspace.ts";
import { useReceipt } from "./receipts.tsx";

/** An action as a dialog begins it, which asks before. */
export interface Begun {
  readonly error: unknown;
  /** It goes on, or cannot be begun yet. */
  readonly isPending: boolean;
  mutate(input: undefined): void;
}

/**
 * `says`: the receipt. `leadsTo`: the page that is shown then. It takes the place of the one on which it was done, whose form or
 * dialog going back would open again; who has gone on meanwhile stays where they are. `after`: what follows, before what is shown is
 * read anew.
 */
export function useAction<Input, Answer>({
  run,
  says,
  leadsTo,
  after,
}: {
  readonly run: (input: Input) => Promise<Answer>;
  readonly says?: (answer: Answer, input: Input) => string;
  readonly leadsTo?: (answer: Answer, input: Input) => NavigateOptions;
  readonly after?: (answer: Answer, input: Input) => void | Promise<void>;
}): UseMutationResult<Answer, unknown, Input, string> {
  const workspace = use(WorkspaceContext);
  const queryKey = workspace === null ? ["me"] : ["workspaces", workspace.id];
  const queries = useQueryClient();
  const router = useRouter();
  const say = useReceipt();
  return useMutation({
    mutationFn: run,
    onMutate: () => router.latestLocation.href,
    // What was refused may be so because things are otherwise by now.
    onError: () => queries.invalidateQueries({ queryKey }),
    onSuccess: async (answer, input, begunAt) => {
      if (says !== undefined) say(says(answer, input));
      if (leadsTo !== undefined && router.latestLocation.href === begunAt) {
        await router.navigate({ ...leadsTo(answer, input), replace: true });
      }
      await after?.(answer, input);
      await queries.invalidateQueries({ queryKey });
    },
  });
}
