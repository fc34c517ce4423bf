import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { work } from "../../../work.js";
import { environment } from "../../environment.js";

async function act(form) {
  "use server";
  const result = await work({ headers: await headers() }, form.get("method"), environment());
  redirect(`/action?result=${encodeURIComponent(JSON.stringify(result))}`);
}

export default async function Page({ searchParams }) {
  const { result } = await searchParams;
  return (
    <form action={act}>
      <input name="method" />
      <pre>{result}</pre>
    </form>
  );
}
