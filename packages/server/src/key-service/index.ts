/** Root keys that lie in key services; each service's module, and what it needs, is loaded when a key of it is. */
import type { RootKey } from "../crypto/root-key.ts";
import { awsKey } from "./aws.ts";
import { azureKey } from "./azure.ts";
import type { ServiceKeyEntry } from "./entries.ts";
import { googleKey } from "./google.ts";
import type { KeyLocation } from "./location.ts";
import type { ServiceKey } from "./service.ts";
import { type ServiceRootKeyOptions, serviceRootKey } from "./service-root-key.ts";
import { createTransport, inTime, type TransportOptions } from "./transport.ts";
import { type VaultAccess, vaultKey } from "./vault.ts";

export { type ServiceKeyEntry, serviceKeyEntries } from "./entries.ts";
export { KeyServiceFailure, mayPass } from "./failure.ts";
export { calledHosts } from "./location.ts";
export type { ServiceName } from "./service.ts";
export type { KeyUse } from "./service-root-key.ts";
export { type VaultSettings, vaultAccess } from "./vault-access.ts";
export { createKeyServiceWatch, type KeyServiceWatch } from "./watch.ts";

export interface KeyServicesInput extends ServiceRootKeyOptions, TransportOptions {
  readonly vault: VaultAccess;
}

export interface KeyServices {
  /** Calls nobody. Throws encryption_key_invalid where a package is missing. */
  rootKey(entry: ServiceKeyEntry): Promise<RootKey>;
  close(): Promise<void>;
}

/** One call with all that its credentials need: those may take calls of their own, one after the other. */
const tryMsMax = 10_000;

export function createKeyServices(input: KeyServicesInput): KeyServices {
  const transport = createTransport(input);

  async function keyAt(location: KeyLocation): Promise<ServiceKey> {
    switch (location.service) {
      case "awskms":
        return await awsKey(location, transport);
      case "gcpkms":
        return await googleKey(location, transport);
      case "azurekv":
        return await azureKey(location, transport);
      case "vault":
        return vaultKey(location, input.vault, transport);
    }
  }

  return {
    rootKey: async ({ id, location }) => serviceRootKey(id, bounded(await keyAt(location)), input),
    close: transport.close,
  };
}

function bounded(key: ServiceKey): ServiceKey {
  const within = (work: Promise<Uint8Array>) => inTime(key.title, tryMsMax, work);
  return {
    ...key,
    encrypt: (plain, context) => within(key.encrypt(plain, context)),
    decrypt: (sealed, context) => within(key.decrypt(sealed, context)),
  };
}
