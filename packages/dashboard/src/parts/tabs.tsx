/** Pages, or views of one, beside each other. Where not all of them have room, the current one is in sight. */
import { useRouterState } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";

export function Tabs({
  label,
  small = false,
  children,
}: {
  readonly label: string;
  /** Views of a page rather than pages. */
  readonly small?: boolean;
  /** Links, of which one has `aria-current`. */
  readonly children: ReactNode;
}): ReactNode {
  const nav = useRef<HTMLElement>(null);
  const address = useRouterState({ select: ({ location }) => location.href });
  // biome-ignore lint/correctness/useExhaustiveDependencies: which one is current changes with the address.
  useEffect(() => {
    const all = nav.current?.getBoundingClientRect();
    const one = nav.current?.querySelector("[aria-current]")?.getBoundingClientRect();
    if (all === undefined || one === undefined) return;
    nav.current?.scrollBy(one.left - all.left - (all.width - one.width) / 2, 0);
  }, [address]);
  return (
    <nav ref={nav} className={small ? "seg" : "tabs"} aria-label={label}>
      {children}
    </nav>
  );
}
