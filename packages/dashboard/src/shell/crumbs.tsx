/** Where a page stands: the pages above it, as links. */
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Icon } from "../parts/icon.tsx";

export function Crumbs({
  above,
}: {
  readonly above: readonly { readonly text: string; readonly link: LinkProps }[];
}): ReactNode {
  return (
    <nav className="crumbs" aria-label="Breadcrumb">
      <ol>
        {above.map(({ text, link }, at) => (
          <li key={text}>
            {at === 0 ? null : <Icon name="right" />}
            {/* None of them is the page itself. */}
            <Link {...link} activeOptions={{ exact: true }}>
              {text}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
