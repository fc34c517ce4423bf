import { answer } from "../../../work.js";
import { environment } from "../../environment.js";

export const runtime = "edge";
export const GET = (request) => answer(request, environment());
export const POST = GET;
