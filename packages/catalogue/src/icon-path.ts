/** The shape of a logo by its icon's name, which a workspace's own provider may choose freely. */
import { iconPaths } from "./icons.ts";

/** Undefined where there is no icon of the name: `constructor` is none. */
export function iconPathOf(icon: string): string | undefined {
  return Object.hasOwn(iconPaths, icon) ? iconPaths[icon] : undefined;
}
