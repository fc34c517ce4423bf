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

/**
 * `seen`: what the form began with. `take`: shows what there is now in the form. A form that stays after it was saved has
 * `write` answer what it is then. `isSame`: whether the form shows nothing of what is otherwise now; its change is then made.
 */
export function useSeenChange<Thing, Body>({
  seen,
  read,
  write,
  says,
  after,
  take,
  isSame = () => false,
}: {
  readonly seen: Seen<Thing>;
  readonly read: () => Promise<Seen<Thing>>;
  readonly write: (body: Body, etag: string) => Promise<unknown>;
  readonly says: string;
  readonly after: () => void;
  readonly take: (theirs: Thing) => void;
  readonly isSame?: (theirs: Thing, base: Thing) => boolean;
}) {
  const [base, setBase] = useState(seen);
  const [found, setFound] = useState<{
    readonly failure: Refused;
    readonly theirs: Seen<Thing>;
    readonly body: Body;
  } | null>(null);
  const action = useAction({
    run: async ({ body, etag }: { readonly body: Body; readonly etag: string }) => {
      const send = async (tag: string) => {
        const made = await write(body, tag);
        if (isSeen<Thing>(made)) setBase(made);
      };
      try {
        await send(etag);
      } catch (failure) {
        if (!isRefused(failure, "precondition_failed")) throw failure;
        const theirs = await read();
        if (isSame(theirs, base)) return await send(theirs.etag);
        setFound({ failure, theirs, body });
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
    /** Takes what was refused off the page. */
    forget: () => action.reset(),
    /** Goes on from what there is now: of a form that stays open after its change. */
    goOnFrom: setBase,
    /** What else was refused. */
    error,
    /** What the form began with, or went on from. */
    base,
    meanwhile,
  };
}

function isSeen<Thing>(made: unknown): made is Seen<Thing> {
  return typeof made === "object" && made !== null && "etag" in made;
}
