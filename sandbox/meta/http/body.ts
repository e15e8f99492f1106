import type { Context } from 'hono';
import { isJsonObject, parseJson } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { GraphError } from './graph-error.ts';
import type { Params, UploadedFile } from './params.ts';

/** Reads query and body into one bag; the body wins, as at Meta. */
export async function readParams(c: Context): Promise<Params> {
  const values: Record<string, Json> = { ...c.req.query() };
  const files: UploadedFile[] = [];
  const type = c.req.header('content-type') ?? '';
  if (type.includes('application/json')) {
    Object.assign(values, await readJsonBody(c));
  } else if (type.includes('multipart/form-data') || type.includes('x-www-form-urlencoded')) {
    const form = await c.req.parseBody({ all: true });
    for (const [part, entry] of Object.entries(form)) {
      for (const value of Array.isArray(entry) ? entry : [entry]) {
        if (typeof value === 'string') values[part] = value;
        else {
          const bytes = new Uint8Array(await value.arrayBuffer());
          files.push({ part, filename: value.name, bytes });
        }
      }
    }
  }
  return { values, files };
}

async function readJsonBody(c: Context): Promise<JsonObject> {
  const text = await c.req.text();
  if (text.trim() === '') return {};
  try {
    const body = parseJson(text);
    if (isJsonObject(body)) return body;
  } catch {
    // Falls through to the refusal below: Meta gives one answer for both.
  }
  throw new GraphError({ code: 100, message: '(#100) The request body must be a JSON object.' });
}
