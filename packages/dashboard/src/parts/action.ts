/**
 * Something that is done to a workspace, or outside of one to one's own account: what is shown of it is read anew then, and a
 * receipt says it.
 */
import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { use } from "react";
import { WorkspaceContext } from "../shell/workspace.ts";
import { useReceipt } from "./receipts.tsx";

/** `says`: the receipt. `after`: what follows, before what is shown is read anew. */
export function useAction<Input, Answer>({
  run,
  says,
  after,
}: {
  readonly run: (input: Input) => Promise<Answer>;
  readonly says?: (answer: Answer, input: Input) => string;
  readonly after?: (answer: Answer, input: Input) => void | Promise<void>;
}): UseMutationResult<Answer, unknown, Input> {
  const workspace = use(WorkspaceContext);
  const queryKey = workspace === null ? ["me"] : ["workspaces", workspace.id];
  const queries = useQueryClient();
  const say = useReceipt();
  return useMutation({
    mutationFn: run,
    // What was refused may be so because things are otherwise by now.
    onError: () => queries.invalidateQueries({ queryKey }),
    onSuccess: async (answer, input) => {
      if (says !== undefined) say(says(answer, input));
      await after?.(answer, input);
      await queries.invalidateQueries({ queryKey });
    },
  });
}
