/** Names that people chose: any script, any length, on one line; the whole of it when pointed at. */
import type { ReactNode } from "react";

export function Name({ children }: { readonly children: string }): ReactNode {
  return (
    <bdi className="ell" title={children}>
      {children}
    </bdi>
  );
}
