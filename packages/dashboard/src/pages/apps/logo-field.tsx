/** The logo of an app: chosen, replaced and taken away, each at once; the rest of the branding is saved by its form. */
import { type ReactNode, type RefObject, useRef, useState } from "react";
import { call } from "../../api/client.ts";
import { Unusable, wordsOf } from "../../api/failures.ts";
import { ownPath } from "../../outside.ts";
import { useAction } from "../../parts/action.ts";
import { useNeeds } from "../../parts/allowed.tsx";
import { Field } from "../../parts/form.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { useApp } from "./current-app.ts";

const bytesMax = 262_144;

/** The app's logo as the connect pages show it, or the first letter of its name. */
export function AppTile({ name }: { readonly name: string }): ReactNode {
  const { id, branding } = useApp();
  const version = branding.logo_url?.split("/").at(-1);
  if (version === undefined) {
    const [first = ""] = name.trim();
    return (
      <span className="plogo l app" aria-hidden="true">
        {first.toUpperCase()}
      </span>
    );
  }
  const address = ownPath(`/v1/apps/${encodeURIComponent(id)}/logos/${version}`);
  return (
    <span className="plogo l">
      <img src={address} alt={name} width={44} height={44} />
    </span>
  );
}

/** The server looks at the pixels of a PNG, not at those of a WebP: what this browser cannot show, no other will. */
async function requireShown(file: File): Promise<void> {
  if ((await file.slice(8, 12).text()) !== "WEBP") return;
  try {
    (await createImageBitmap(file)).close();
  } catch (cause) {
    throw new Unusable("The file is damaged. Choose another.", { cause });
  }
}

/** Puts the app's logo in place, and takes it away; one after the other. */
function useLogo(input: RefObject<HTMLInputElement | null>) {
  const app = useApp();
  const { id: workspaceId } = useWorkspace();
  const [problem, setProblem] = useState<string>();
  const named = { workspace_id: workspaceId, app_id: app.id };
  const put = useAction({
    run: async (file: File) => {
      await requireShown(file);
      return await call("put", "/v1/workspaces/{workspace_id}/apps/{app_id}/logo", {
        path: named,
        file,
      });
    },
    says: () => "The logo is changed.",
  });
  const remove = useAction({
    run: (_nothing: null) =>
      call("delete", "/v1/workspaces/{workspace_id}/apps/{app_id}/logo", { path: named }),
    says: () => "The logo is removed.",
    // Its button is gone with it.
    after: () => input.current?.focus(),
  });
  const isBusy = put.isPending || remove.isPending;
  const choose = (file: File | undefined): void => {
    // Of one that is under way what comes of it is shown, and nothing else.
    if (isBusy) return;
    put.reset();
    remove.reset();
    setProblem(undefined);
    // Nothing was chosen.
    if (file === undefined) return;
    if (file.size > bytesMax) {
      const size = Math.ceil(file.size / 1024).toLocaleString("en");
      setProblem(`The file is ${size} KiB. A logo can be at most 256 KiB.`);
    } else put.mutate(file);
  };
  const takeAway = (): void => {
    if (isBusy) return;
    setProblem(undefined);
    put.reset();
    remove.mutate(null);
  };
  const failure = put.error ?? remove.error;
  const error = problem ?? (failure === null ? undefined : wordsOf(failure));
  return { choose, takeAway, error };
}

export function LogoField(): ReactNode {
  const app = useApp();
  const needs = useNeeds("workspace:write");
  const input = useRef<HTMLInputElement>(null);
  const { choose, takeAway, error } = useLogo(input);
  const has = app.branding.logo_url !== null;
  return (
    <Field
      label="Logo"
      hint="PNG or WebP, 32 to 1024 pixels on each side, about as wide as it is high, 256 KiB at most. Anybody can see it."
      error={error}
    >
      {(joins) => (
        <div className="logofield">
          <AppTile name={app.branding.display_name ?? app.name} />
          {needs === null ? (
            <>
              <input
                {...joins}
                type="file"
                className="vh"
                accept="image/png,image/webp"
                ref={input}
                onChange={({ currentTarget }) => {
                  choose(currentTarget.files?.[0]);
                  // The same file, mended, is chosen again.
                  currentTarget.value = "";
                }}
              />
              <label className="btn" htmlFor={joins.id}>
                {has ? "Replace…" : "Choose a picture…"}
              </label>
              {has ? (
                <button type="button" className="btn quiet" onClick={takeAway}>
                  Remove the logo
                </button>
              ) : null}
            </>
          ) : (
            <input {...joins} type="file" className="vh" disabled />
          )}
        </div>
      )}
    </Field>
  );
}
