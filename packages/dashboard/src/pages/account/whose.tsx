/** Tells a browser's keeper of passwords whose password a form is about. Nobody sees it. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { personQuery } from "../../api/queries.ts";

export function WhosePassword(): ReactNode {
  const { data: person } = useQuery(personQuery);
  return <input type="text" autoComplete="username" value={person?.email ?? ""} readOnly hidden />;
}
