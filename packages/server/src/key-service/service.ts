/** A key in a key service, as each of the modules beside makes one. */

/** In metrics, and in the names of keys. */
export type ServiceName = "awskms" | "azurekv" | "gcpkms" | "vault";

/**
 * Encrypts and decrypts with a key that never leaves its service; one try each. `context` is bound to what is
 * encrypted where the service can do that; it may stand in the service's own log. Both reject with a KeyServiceFailure.
 */
export interface ServiceKey {
  readonly service: ServiceName;
  /** Which key it is, for whoever runs the server. */
  readonly title: string;
  encrypt(plain: Uint8Array, context: string): Promise<Uint8Array>;
  decrypt(sealed: Uint8Array, context: string): Promise<Uint8Array>;
}

/** What a service answers as base64 of either alphabet; null for anything else. */
export function bytesOfBase64(text: unknown): Uint8Array | null {
  if (typeof text !== "string" || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return null;
  return new Uint8Array(Buffer.from(text, "base64"));
}
