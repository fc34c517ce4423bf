/**
 * A change of something that the person has seen in a form. Where somebody else changed it meanwhile, nothing is
 * done: `meanwhile` is what it is now, for parts/changed-meanwhile.tsx.
 */
import { useState } from "react";
import type { Seen } from "../api/client.ts";
import { isRefused, type Refused } from "../api/failures.ts";
import { useAction } from "./action.ts";

export interface Meanwhile<Thing> {
  readonly failure: Refused;
  readonly theirs: Seen<Thing>;
  /** Makes the person's change all the same, on what it is now. */
  readonly keepMine: () => void;
  /** Forgets the person's change: the form goes on from what it is now. */
  readonly takeTheirs: () => void;
  readonly close: () => void;
}

/** `seen`: what the form began with. `take`: shows what there is now in the form. */
export function useSeenChange<Thing, Body>({
  seen,
  read,
  write,
  says,
  after,
  take,
}: {
  readonly seen: Seen<Thing>;
  readonly read: () => Promise<Seen<Thing>>;
  readonly write: (body: Body, etag: string) => Promise<unknown>;
  readonly says: string;
  readonly after: () => void;
  readonly take: (theirs: Thing) => void;
}) {
  const [base, setBase] = useState(seen);
  const [found, setFound] = useState<{
    readonly failure: Refused;
    readonly theirs: Seen<Thing>;
    readonly body: Body;
  } | null>(null);
  const action = useAction({
    run: async ({ body, etag }: { readonly body: Body; readonly etag: string }) => {
      try {
        await write(body, etag);
      } catch (failure) {
        if (isRefused(failure, "precondition_failed")) {
          setFound({ failure, theirs: await read(), body });
        }
        throw failure;
      }
    },
    says: () => says,
    after: () => {
      setFound(null);
      after();
    },
  });
  const close = () => {
    setFound(null);
    action.reset();
  };
  const meanwhile: Meanwhile<Thing> | null = found && {
    failure: found.failure,
    theirs: found.theirs,
    keepMine: () => action.mutate({ body: found.body, etag: found.theirs.etag }),
    takeTheirs: () => {
      setBase(found.theirs);
      take(found.theirs);
      close();
    },
    close,
  };
  const error = isRefused(action.error, "precondition_failed") ? null : action.error;
  return {
    change: (body: Body) => action.mutate({ body, etag: base.etag }),
    isPending: action.isPending,
    /** What else was refused. */
    error,
    /** What the form began with, or went on from. */
    base,
    meanwhile,
  };
}
