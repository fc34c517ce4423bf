/** Where a provider is found when a sandbox plays it. */

/**
 * With the origin of a sandbox, `https://host/path?query` becomes `<sandbox>/~/host/path?query`.
 * Without one, and for every address that is not https, the address stays as it is.
 */
export function sandboxedUrl(url: string, sandbox: string | null): string {
  if (sandbox === null || !URL.canParse(url)) return url;
  const { protocol, host, pathname, search } = new URL(url);
  return protocol === "https:" ? `${sandbox}/~/${host}${pathname}${search}` : url;
}
