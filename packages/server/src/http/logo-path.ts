/** Where this version of an app's logo is shown, below the server's own address. */
export function logoPath({ appId, version }: { readonly appId: string; readonly version: string }) {
  return `/v1/apps/${encodeURIComponent(appId)}/logos/${version}`;
}
