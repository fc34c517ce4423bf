/** How an app shows itself on the pages where people connect their accounts. */
import "../../parts/without-eval.ts";
import { updateAppRequest } from "@grantry/contract/v1/apps";
import { textOn } from "@grantry/design/text-on";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { useNeeds } from "../../parts/allowed.tsx";
import { byContract } from "../../parts/contract-resolver.ts";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Card } from "../../parts/page.tsx";
import { SaveActs } from "../../parts/save-acts.tsx";
import { type AppChange, useApp, useAppChange } from "./current-app.ts";
import { AppTile, LogoField } from "./logo-field.tsx";

interface Values {
  displayName: string;
  color: string;
  supportUrl: string;
  privacyUrl: string;
}

/** What is empty is taken away. */
const given = (text: string) => (text.trim() === "" ? null : text.trim());

const toRequest = ({ displayName, color, supportUrl, privacyUrl }: Values): AppChange => ({
  branding: {
    display_name: given(displayName),
    color: given(color),
    support_url: given(supportUrl),
    privacy_url: given(privacyUrl),
  },
});

export function BrandingPage(): ReactNode {
  const { branding } = useApp();
  const needs = useNeeds("workspace:write");
  const form = useForm<Values>({
    defaultValues: {
      displayName: branding.display_name ?? "",
      color: branding.color ?? "",
      supportUrl: branding.support_url ?? "",
      privacyUrl: branding.privacy_url ?? "",
    },
    resolver: byContract({
      schema: updateAppRequest,
      toRequest,
      fields: {
        "branding.display_name": "displayName",
        "branding.color": "color",
        "branding.support_url": "supportUrl",
        "branding.privacy_url": "privacyUrl",
      },
    }),
  });
  const save = useAppChange<Values>({
    changeOf: (_now, values) => toRequest(values),
    says: "The branding is changed.",
    after: () => form.reset(form.getValues()),
  });
  const { errors, isDirty } = form.formState;
  const field = (name: keyof Values) => ({
    ...form.register(name),
    readOnly: needs !== null,
    error: errors[name]?.message,
  });
  return (
    <div className="two">
      <Card title="Branding">
        <div className="stack">
          <LogoField />
          <form
            className="stack"
            noValidate
            onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
          >
            <TextField
              label="Name that people know"
              hint="Empty for the app’s own name. It must not resemble another app’s name or a service’s."
              {...field("displayName")}
            />
            <TextField
              label="Colour of the button"
              hint="Its text is black or white, whichever can be read better."
              placeholder="#c2410c"
              mono
              {...field("color")}
            />
            <TextField
              label="Where people find help"
              placeholder="mailto:help@example.com"
              mono
              {...field("supportUrl")}
            />
            <TextField
              label="Privacy policy"
              placeholder="https://example.com/privacy"
              mono
              {...field("privacyUrl")}
            />
            <FormFailure error={save.error} />
            <SaveActs needs={needs} disabled={save.isPending || !isDirty} />
          </form>
        </div>
      </Card>
      <Card title="What people see">
        <Preview values={form.watch()} />
      </Card>
    </div>
  );
}

/** Where a support address leads, as the pages say it. */
function shortAddress(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return "";
  return parsed.protocol === "mailto:" ? parsed.pathname : parsed.host;
}

/** The page on which a consent begins, with what is typed; frame and warnings are the server's own. */
function Preview({ values }: { readonly values: Values }): ReactNode {
  const app = useApp();
  const name = given(values.displayName) ?? app.name;
  const color = /^#[0-9a-f]{6}$/i.test(values.color.trim()) ? values.color.trim() : null;
  const help = shortAddress(values.supportUrl.trim());
  return (
    <div className="stack s">
      <div className="sheet">
        <AppTile name={name} />
        <p className="b">
          Connect your Google Calendar to <bdi>{name}</bdi>
        </p>
        <p className="t2">
          Next, Google will ask you to confirm. <bdi>{name}</bdi> never sees your password, and you
          can disconnect at any time.
        </p>
        <div
          className="go"
          style={color === null ? undefined : { background: color, color: textOn(color) }}
        >
          Continue to Google
        </div>
      </div>
      <p className="small t2">
        {help === "" ? null : (
          <>
            Questions? <bdi>{help}</bdi>
          </>
        )}
        {help !== "" && given(values.privacyUrl) !== null ? " · " : null}
        {given(values.privacyUrl) === null ? null : (
          <>
            Privacy policy of <bdi>{name}</bdi>
          </>
        )}
      </p>
    </div>
  );
}
