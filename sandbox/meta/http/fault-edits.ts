import { isJsonList, isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Fault } from './fault-script.ts';
import type { Reply } from './reply.ts';

/** Takes parts out of a good answer, by name or by a path with dots. */
export function withoutFields(reply: Reply, fields: readonly string[] | null): Reply {
  if (reply.status !== 200) return reply;
  const names = fields ?? ['id', 'images', 'success', 'data'];
  return {
    ...reply,
    body: names.reduce((body, name) => without(body, name.split('.')), reply.body),
  };
}

function without(body: JsonObject, [first = '', ...rest]: readonly string[]): JsonObject {
  const { [first]: part, ...others } = body;
  if (rest.length === 0) return others;
  return isJsonObject(part) ? { ...body, [first]: without(part, rest) } : body;
}

/** Figures that a later count may correct. */
const FIGURES = new Set(['spend', 'impressions', 'reach', 'clicks', 'inline_link_clicks', 'value']);

/** The rows of a report with their figures multiplied, as when Meta corrects a count afterwards. */
export function restated(reply: Reply, { factor, fields }: Fault): Reply {
  const data = reply.body['data'];
  if (!isJsonList(data)) return reply;
  const touched = fields === null ? FIGURES : new Set(fields);
  return {
    ...reply,
    body: { ...reply.body, data: data.map((row) => scale(row, factor, touched)) },
  };
}

function scale(value: Json, factor: number, touched: ReadonlySet<string>): Json {
  if (isJsonList(value)) return value.map((item) => scale(item, factor, touched));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([name, part]) => {
    if (typeof part === 'string' && touched.has(name) && /^\d+(\.\d+)?$/.test(part)) {
      const decimals = part.split('.')[1]?.length ?? 0;
      return [name, (Number(part) * factor).toFixed(decimals)] as const;
    }
    return [name, part === undefined ? null : scale(part, factor, touched)] as const;
  });
  return Object.fromEntries(entries);
}
