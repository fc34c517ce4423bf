/** Keys for calls that create: the same for the same thing, however often it is sent. */
import { useRef } from "react";
import { newKey } from "./client.ts";

/** The key for a body: sent again after a lost answer it creates nothing twice; changed, it is another call. */
export function useIdempotencyKey(): (body: unknown) => string {
  const last = useRef<{ readonly text: string; readonly key: string } | null>(null);
  return (body) => {
    const text = JSON.stringify(body);
    if (last.current?.text !== text) last.current = { text, key: newKey() };
    return last.current.key;
  };
}
