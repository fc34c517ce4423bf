/** What was done, said at the foot of the page for some seconds. Failures are said where they happened. */
import { createContext, type ReactNode, use, useCallback, useEffect, useState } from "react";
import { later } from "../outside.ts";
import { Icon } from "./icon.tsx";

const shownMs = 8_000;
const Say = createContext<(text: string) => void>(() => {});

/** Says what was done: `Connector saved.` */
export const useReceipt = (): ((text: string) => void) => use(Say);

export function Receipts({ children }: { readonly children: ReactNode }): ReactNode {
  const [said, setSaid] = useState<{ readonly text: string } | null>(null);
  const say = useCallback((text: string) => setSaid({ text }), []);
  useEffect(() => (said === null ? undefined : later(() => setSaid(null), shownMs)), [said]);
  return (
    <Say value={say}>
      {children}
      <div className="receipts" role="status">
        {said === null ? null : (
          <p className="receipt">
            <Icon name="works" />
            <span>{said.text}</span>
          </p>
        )}
      </div>
    </Say>
  );
}
