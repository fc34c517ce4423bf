import { begin, connectorFor, type Scene, someone } from "../scene.ts";

/** Begins as an app's user, in the way of the honest app. */
export async function begun(scene: Scene, name: string) {
  const connector = await connectorFor(scene, "honest", scene.providers.honest);
  const userId = someone(name);
  const returnUrl = `${scene.app.origin}/back`;
  const start = { tenant: "honest", userId, connectorId: connector.id, returnUrl } as const;
  return { start, url: await begin(scene, start), redirectUri: connector.redirectUri };
}
