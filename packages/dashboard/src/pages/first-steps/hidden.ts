/** Whether the overview of a workspace shows its first steps in this browser: as long as nobody has put them away. */
import { useState } from "react";

const hiddenKey = "grantry-first-steps-hidden";
/** The ones that were hidden last are remembered. */
const hiddenMax = 100;

export interface FirstStepsShown {
  readonly isHidden: boolean;
  readonly hide: () => void;
  readonly show: () => void;
}

export function useFirstStepsShown(workspaceId: string): FirstStepsShown {
  const [hidden, setHidden] = useState(hiddenIn);
  const others = hidden.filter((id) => id !== workspaceId);
  const keep = (next: readonly string[]) => {
    setHidden(next);
    try {
      localStorage.setItem(hiddenKey, JSON.stringify(next));
    } catch {
      // A browser that keeps nothing: they are hidden until the page is loaded anew.
    }
  };
  return {
    isHidden: others.length < hidden.length,
    hide: () => keep([...others, workspaceId].slice(-hiddenMax)),
    show: () => keep(others),
  };
}

function hiddenIn(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(hiddenKey) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    // As above, or it was written by something else.
    return [];
  }
}
