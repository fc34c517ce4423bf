/** The package.json of a published package, of the one that the repository works with. */

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly repository?: { readonly type: string; readonly url: string };
  readonly [member: string]: unknown;
}

/** For whoever works on the package. */
const ofTheRepository = ["devDependencies", "scripts", "private"];

/**
 * What is published: without what is of the repository, and without the sources among `exports` and `imports`, which are not
 * in the file. Where the root names the repository, so does the package, with its folder: npm compares that with
 * where a package with provenance was built.
 */
export function publishedManifest(
  own: Manifest,
  root: Pick<Manifest, "repository">,
  directory: string,
): Manifest {
  const kept = Object.entries(own).filter(([member]) => !ofTheRepository.includes(member));
  const repository =
    root.repository === undefined ? {} : { repository: { ...root.repository, directory } };
  const { exports, imports, ...rest } = Object.fromEntries(kept) as Manifest;
  return {
    ...rest,
    ...repository,
    ...(exports === undefined ? {} : { exports: withoutSources(exports) }),
    ...(imports === undefined ? {} : { imports: withoutSources(imports) }),
  };
}

/** Takes out the condition `source`, and every path that has no other; one condition that is left needs no name. */
function withoutSources(map: unknown): unknown {
  if (typeof map !== "object" || map === null) return map;
  const left = Object.entries(map)
    .filter(([condition]) => condition !== "source")
    .map(([condition, target]) => [condition, withoutSources(target)] as const)
    .filter(([, target]) => target !== undefined);
  if (left.length === 0) return undefined;
  const [[only, target] = []] = left;
  return left.length === 1 && only === "default" ? target : Object.fromEntries(left);
}
