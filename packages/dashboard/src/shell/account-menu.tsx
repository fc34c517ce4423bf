/** Who is signed in, and the pages of their account. */

import * as DropdownMenu from "@radix-ui/react-dropdown-menu";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useRef } from "react";
import { personQuery } from "../api/queries.ts";
import { ownPath } from "../outside.ts";

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => [...part][0] ?? "")
    .join("")
    .toUpperCase();

const pages = [
  ["/account", "Your account"],
  ["/account/password", "Password"],
  ["/account/second-factor", "Two-factor authentication"],
  ["/account/keys", "API keys"],
] as const;

export function AccountMenu(): ReactNode {
  const { data: person } = useQuery(personQuery);
  const form = useRef<HTMLFormElement>(null);
  if (person === undefined) return null;
  return (
    <>
      <form ref={form} method="post" action={ownPath("/sign-out")} hidden />
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="ava" aria-label={`${person.name}: your account`}>
          {initials(person.name)}
        </DropdownMenu.Trigger>
        {/* Where it stands in the page, and in no portal: the drawer lies above all of the page. */}
        <DropdownMenu.Content className="menu" loop align="end" sideOffset={6}>
          <DropdownMenu.Label className="label">
            <bdi className="b ell">{person.name}</bdi>
            <bdi className="small t2 ell">{person.email}</bdi>
          </DropdownMenu.Label>
          <DropdownMenu.Separator className="line" />
          {pages.map(([path, text]) => (
            <DropdownMenu.Item key={path} asChild className="item">
              <a href={ownPath(path)}>{text}</a>
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Separator className="line" />
          <DropdownMenu.Item className="item" onSelect={() => form.current?.requestSubmit()}>
            Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Root>
    </>
  );
}
