/**
 * What an app says of its connectors by declaration merging. `grantry types generate` writes it. A
 * registry that is empty takes any string.
 */

/**
 * Names of the integration types that your app uses. Empty until you fill it by declaration
 * merging; then a misspelt type is a compile error.
 *
 * @example
 * ```ts
 * declare module "@grantry/sdk" {
 *   interface ConnectorIntegrationTypeRegistry {
 *     googlecalendar: true;
 *     slack: true;
 *   }
 * }
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: applications add the members.
export interface ConnectorIntegrationTypeRegistry {}

/**
 * Integration types by the ID of each connector that your app uses. Empty until you fill it; then
 * another ID is a compile error.
 *
 * @example
 * ```ts
 * declare module "@grantry/sdk" {
 *   interface ConnectorIdRegistry {
 *     "665f1c2ab3d4e5f60718293a": "googlecalendar";
 *   }
 * }
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: applications add the members.
export interface ConnectorIdRegistry {}

/**
 * Scopes by integration type. Of a type that is missing, or has none, any scope is taken.
 *
 * @example
 * ```ts
 * declare module "@grantry/sdk" {
 *   interface ConnectorScopeRegistry {
 *     slack: "chat:write" | "channels:read";
 *   }
 * }
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: applications add the members.
export interface ConnectorScopeRegistry {}

/**
 * An integration type such as `"googlecalendar"`: any string while
 * {@link ConnectorIntegrationTypeRegistry} is empty, else one of its keys.
 *
 * @example
 * ```ts
 * const type: ConnectorIntegrationType = "googlecalendar";
 * ```
 */
export type ConnectorIntegrationType = keyof ConnectorIntegrationTypeRegistry extends never
  ? string
  : keyof ConnectorIntegrationTypeRegistry;

/**
 * The ID of a connector: any string while {@link ConnectorIdRegistry} is empty, else one of its
 * keys. What comes from outside is taken by `as ConnectorId`.
 *
 * @example
 * ```ts
 * const connectorId = process.env.CALENDAR_CONNECTOR as ConnectorId;
 * ```
 */
export type ConnectorId = keyof ConnectorIdRegistry extends never
  ? string
  : keyof ConnectorIdRegistry;

/**
 * A scope of an integration type: any string while {@link ConnectorScopeRegistry} names none.
 *
 * @example
 * ```ts
 * const scopes: ConnectorScope<"slack">[] = ["chat:write"];
 * ```
 */
export type ConnectorScope<Type> = Type extends keyof ConnectorScopeRegistry
  ? OrAnyString<ConnectorScopeRegistry[Type] & string>
  : string;

/** A scope of the connector with this ID, as {@link ConnectorScope} has it for its type. */
export type ConnectorIdScope<Id> = Id extends keyof ConnectorIdRegistry
  ? ConnectorScope<ConnectorIdRegistry[Id]>
  : string;

type OrAnyString<Scope extends string> = [Scope] extends [never] ? string : Scope;
