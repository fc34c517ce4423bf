/** Who is signed in, and the pages of their account. */

import * as DropdownMenu from "@radix-ui/react-dropdown-menu";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useRef } from "react";
import { personQuery } from "../api/queries.ts";
import { ownPath } from "../outside.ts";
import { accountPages } from "./account-bar.tsx";

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => [...part][0] ?? "")
    .join("")
    .toUpperCase();

export function AccountMenu(): ReactNode {
  const { data: person } = useQuery(personQuery);
  const form = useRef<HTMLFormElement>(null);
  if (person === undefined) return null;
  return (
    <>
      <form ref={form} method="post" action={ownPath("/sign-out")} hidden />
      <DropdownMenu.Root modal={false}>
        {/* Initials are a picture: no part of what the button is called. */}
        <DropdownMenu.Trigger
          className="ava"
          aria-label={`${person.name}: your account`}
          data-initials={initials(person.name)}
        />
        {/* Where it stands in the page, and in no portal: the drawer lies above all of the page. */}
        <DropdownMenu.Content className="menu" loop align="end" sideOffset={6}>
          <DropdownMenu.Label className="label">
            <bdi className="b ell">{person.name}</bdi>
            <bdi className="small t2 ell">{person.email}</bdi>
          </DropdownMenu.Label>
          <DropdownMenu.Separator className="line" />
          {accountPages.map(([to, text]) => (
            <DropdownMenu.Item key={to} asChild className="item">
              <Link to={to}>{text}</Link>
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
