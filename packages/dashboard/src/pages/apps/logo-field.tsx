/** The logo of an app: chosen, replaced and taken away, each at once; the rest of the branding is saved by its form. */
import { type ReactNode, useRef, useState } from "react";
import { call } from "../../api/client.ts";
import { wordsOf } from "../../api/failures.ts";
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

export function LogoField(): ReactNode {
  const app = useApp();
  const { id: workspaceId } = useWorkspace();
  const needs = useNeeds("workspace:write");
  const [problem, setProblem] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const named = { workspace_id: workspaceId, app_id: app.id };
  const put = useAction({
    run: (file: File) =>
      call("put", "/v1/workspaces/{workspace_id}/apps/{app_id}/logo", { path: named, file }),
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
  const failure = put.error ?? remove.error;
  const error = problem ?? (failure === null ? undefined : wordsOf(failure));
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
                <button
                  type="button"
                  className="btn quiet"
                  onClick={() => {
                    if (isBusy) return;
                    setProblem(undefined);
                    put.reset();
                    remove.mutate(null);
                  }}
                >
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
