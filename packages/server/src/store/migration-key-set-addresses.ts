/**
 * Firebase's address of certificates, which many guides show, was taken as an address of a key set. It
 * never was one: no user of such an app could be known. The keys stand at another address.
 */
const certificates =
  "https://www.googleapis.com/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com";
const keySet =
  "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com";

/** `auth_version` tells what remembers an app's settings that they have changed. */
export const keySetAddressStatements: readonly string[] = [
  certificates,
  certificates.replace("@", "%40"),
].map(
  (wrong) => `UPDATE apps
    SET identity_providers = REPLACE(identity_providers, '"${wrong}"', '"${keySet}"'),
      auth_version = auth_version + 1
    WHERE identity_providers LIKE '%"${wrong.replace("%40", "_40")}"%'`,
);
