import { headers } from "next/headers";
import { work } from "../../../work.js";
import { environment } from "../../environment.js";

export default async function Page({ searchParams }) {
  const { method } = await searchParams;
  const result = await work({ headers: await headers() }, method, environment());
  return <pre>{JSON.stringify(result)}</pre>;
}
