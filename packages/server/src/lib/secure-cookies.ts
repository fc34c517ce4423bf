/** Whether cookies can be limited to encrypted connections. */

/** Whether the public URL is https, so that cookies can be `Secure` and carry the `__Host-` prefix. */
export function usesSecureCookies({ publicUrl }: { readonly publicUrl: string }): boolean {
  return publicUrl.startsWith("https://");
}
